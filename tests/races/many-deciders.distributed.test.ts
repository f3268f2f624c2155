import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { Redis as Client } from 'ioredis'
import { isRefusal } from '#contracts/problems.ts'
import { engineUrl } from '#platform/an-engine.ts'
import type { AStock } from '#services/stock/a-stock.ts'
import { gateKeys } from '#services/stock/stock-gate-scripts.ts'
import { aSeed, type Chance, chance, turns } from './seeded.ts'
import { checkStock } from './stock-invariants.ts'
import { type StockProcess, type StockProcesses, someStockProcesses } from './stock-processes.ts'
import { untilTold } from './until-told.ts'

const PROCESSES = 3
const UNITS = 400
const MEMBERS = 500
const LIMIT = 2
/** Something happens each time that so many have been answered. */
const BETWEEN = 40

const operator = new Client(engineUrl('redis'))
after(() => operator.disconnect())

type Member = ReturnType<AStock['aMember']>
type Press = { readonly member: Member; readonly key: string; readonly quantity: number }
type Told = { readonly reservationId: string; readonly position: number; readonly text: string }

/** What befalls the gate while all processes decide claims of the drop. */
type Happening = (shop: StockProcesses, dropId: string) => Promise<unknown>

/** Asks this process, and the next one where it is told to try again. */
async function pressAt(
  { processes }: StockProcesses,
  at: number,
  dropId: string,
  { member, key, quantity }: Press,
): Promise<Told | null> {
  let next = at
  const context = { ...member, idempotencyKey: key }
  const text = await untilTold(() => {
    const { calls } = processes[next++ % PROCESSES] as StockProcess
    return calls.reserve({ dropId, quantity }, context)
  })
  return isRefusal(text) ? null : { ...JSON.parse(text), text }
}

/** More than there is, by members who press twice, with one key or two, at one process or several. */
function pressesOf(stock: AStock, { below, percent, shuffled }: Chance): Press[] {
  const presses = Array.from({ length: MEMBERS }, () => stock.aMember()).flatMap(member =>
    ['first', 'second', 'third'].slice(0, 1 + below(3)).map(key => {
      return { member, key, quantity: percent(20) ? 2 : 1 }
    }),
  )
  return shuffled(presses.flatMap(press => (percent(25) ? [press, press] : [press])))
}

async function race(choices: Chance, happens: Happening): Promise<void> {
  await using shop = await someStockProcesses(PROCESSES)
  const { stock, processes } = shop
  const { dropId } = await stock.aDrop({ units: UNITS, limitPerMember: LIMIT })
  const told: { readonly by: number; readonly answer: Told }[] = []
  let answered = 0
  async function press(by: number, one: Press): Promise<void> {
    const answer = await pressAt(shop, by, dropId, one)
    if (answer !== null) told.push({ by, answer })
    if (++answered % BETWEEN === 0) await happens(shop, dropId)
  }
  const pressing: Promise<void>[] = []
  for (const one of pressesOf(stock, choices)) {
    pressing.push(press(choices.below(PROCESSES), one))
    if (choices.percent(10)) await turns(choices.below(4))
  }
  await Promise.all(pressing)

  // A unit that nobody was let in for is there for whoever comes when the gates know all again.
  for (const process of [...processes, ...processes]) await process.run('stock.sweep_gate')
  const before = await stock.database.read.readDrop({ dropId })
  const free = UNITS - (before?.reserved ?? 0)
  for (let at = 0; at <= free; at++) {
    const late = { member: stock.aMember(), key: 'late', quantity: 1 }
    const answer = await pressAt(shop, at, dropId, late)
    assert.equal(answer !== null, at < free, `${free} are free, and the ${at + 1}th comes`)
    if (answer !== null) told.push({ by: at % PROCESSES, answer })
  }

  const { drops, reservations } = await stock.database.read.readRows({ dropId })
  assert.deepEqual([drops[0]?.reserved, drops[0]?.units], [UNITS, UNITS], 'all are sold')
  const byId = Map.groupBy(told, ({ answer }) => answer.reservationId)
  for (const [id, answers] of byId) {
    assert.equal(new Set(answers.map(({ answer }) => answer.text)).size, 1, `${id} has one answer`)
  }
  assert.deepEqual(
    new Map([...byId].map(([id, [first]]) => [id, first?.answer.position])),
    new Map(reservations.map(row => [row.reservation_id, row.position ?? undefined])),
    'each reservation was told to whom it belongs, and no other',
  )
  assert.equal(new Set(told.map(({ by }) => by)).size, PROCESSES, 'each process has sold')
  await checkStock(stock)
}

/** A network takes one connection of theirs; its process goes on with a gate of its own. */
async function cutOne({ prefix }: StockProcesses): Promise<void> {
  const clients = String(await operator.client('LIST')).split('\n')
  const ours = clients.find(line => line.includes(` name=${prefix} `))
  const id = ours?.match(/^id=(\d+)/)?.[1]
  if (id !== undefined) await operator.client('KILL', 'ID', Number(id))
}

const happenings: Readonly<Record<string, Happening>> = {
  'nothing else happens': async () => undefined,
  'Redis forgets the drop again and again': ({ prefix }, dropId) =>
    operator.unlink(...gateKeys(prefix, dropId)),
  async 'one of them begins anew and loads it'({ stock, prefix }, dropId) {
    stock.anotherGate()
    await operator.hdel(gateKeys(prefix, dropId)[0] ?? '', 'loaded')
  },
  'one after the other loses its connection to Redis': cutOne,
}

suite('Three processes that decide one drop at once sell each unit once, in one order, though', () => {
  for (const [name, happens] of Object.entries(happenings)) {
    test(name, context => race(chance(aSeed(context)), happens))
  }
})
