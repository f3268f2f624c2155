import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#contracts/problems.ts'
import type { AStock } from '#services/stock/a-stock.ts'
import { aSeed, type Chance, chance } from './seeded.ts'
import { checkStock } from './stock-invariants.ts'
import { type StockProcess, someStockProcesses } from './stock-processes.ts'

const PROCESSES = 3
const UNITS = 300
const WAITING = 1_000
const HOLD_MS = 60_000
/** Questions at once, of all members together. */
const AT_ONCE = 30

type Member = ReturnType<AStock['aMember']>
type Line = {
  readonly stock: AStock
  readonly dropId: string
  readonly processes: readonly StockProcess[]
  readonly holders: readonly Awaited<ReturnType<AStock['reserved']>>[]
  /** In the order of their tickets. */
  readonly waiting: readonly Member[]
  readonly choices: Chance
}

/** A drop whose units are all held, and a thousand who joined its line at whichever process. */
async function withALine(choices: Chance, live: (line: Line) => Promise<void>): Promise<void> {
  await using shop = await someStockProcesses(PROCESSES)
  const { stock, processes } = shop

  const drop = await stock.aDrop({ units: UNITS, limitPerMember: 1, holdMs: HOLD_MS })
  const { dropId } = drop
  const holders = await Promise.all(Array.from({ length: UNITS }, () => stock.reserved(drop)))
  const members = Array.from({ length: WAITING }, () => stock.aMember())
  await eachAtOnce(members, async member => {
    const joined = await choices.pick(processes).calls.joinWaitlist({ dropId, quantity: 1 }, member)
    assert.ok(!isRefusal(joined), 'everybody may wait')
  })
  const byId = new Map(members.map(member => [member.memberId, member]))
  const { waitlist } = await stock.database.read.readRows({ dropId })
  const waiting = waitlist.flatMap(({ member_id }) => byId.get(member_id) ?? [])
  assert.equal(waiting.length, WAITING)
  await live({ stock, dropId, processes, holders, waiting, choices })
  await checkStock(stock)
}

async function eachAtOnce<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += AT_ONCE) {
    await Promise.all(all.slice(from, from + AT_ONCE).map(act))
  }
}

/** Whoever comes now, at whichever process, must not pass. */
async function nobodyPasses({ stock, dropId, processes, choices }: Line): Promise<void> {
  const context = { ...stock.aMember(), idempotencyKey: 'first' }
  const answer = await choices.pick(processes).calls.reserve({ dropId, quantity: 1 }, context)
  assert.deepEqual(answer, { refused: 'sold_out' }, 'nobody new passes')
}

/** The first of the line have been offered units, and nobody else has. */
async function assertServed({ stock, dropId, waiting }: Line, count: number): Promise<void> {
  const { waitlist } = await stock.database.read.readRows({ dropId })
  const served = waitlist.filter(({ state }) => state !== 'waiting')
  assert.deepEqual(
    served.map(({ member_id }) => member_id),
    waiting.slice(0, count).map(({ memberId }) => memberId),
  )
}

async function pay({ stock, dropId }: Line, member: Member): Promise<void> {
  const place = await stock.calls.readWaitlistPlace({ dropId }, member)
  assert(!isRefusal(place) && place.reservationId !== undefined, 'an offer is there')
  const { memberId } = member
  const payment = stock.aPayment({ memberId, reservationId: place.reservationId })
  await stock.pin(payment)
  await stock.capture(payment)
}

async function assertSold({ stock, dropId }: Line, sold: number): Promise<void> {
  const [drop] = (await stock.database.read.readRows({ dropId })).drops
  assert.deepEqual([drop?.sold, drop?.reserved, drop?.units], [sold, 0, UNITS])
}

const letGo = ({ processes }: Line) =>
  Promise.all(processes.map(process => process.run('stock.let_go')))

test('units come back one by one at many processes: the line is served in its order', async context => {
  await withALine(chance(aSeed(context)), async line => {
    const { processes, holders, waiting, choices } = line
    for (const { reservationId, member } of choices.shuffled(holders)) {
      const { calls } = choices.pick(processes)
      const [released] = await Promise.all([
        calls.releaseReservation({ reservationId }, member),
        ...(choices.percent(20) ? [nobodyPasses(line)] : []),
      ])
      assert.equal(released, null)
    }
    await assertServed(line, UNITS)
    await eachAtOnce(waiting.slice(0, UNITS), member => pay(line, member))
    await assertSold(line, UNITS)
  })
})

test('units come back in heaps at many processes at once, let go, turned down and run out of time', async context => {
  await withALine(chance(aSeed(context)), async line => {
    const { stock, dropId, processes, holders, waiting, choices } = line
    const [givenBack, late] = [holders.slice(0, UNITS / 2), holders.slice(UNITS / 2)]
    await eachAtOnce(givenBack, async ({ reservationId, member }) => {
      const { calls } = choices.pick(processes)
      const released = calls.releaseReservation({ reservationId }, member)
      await Promise.all([released, ...(choices.percent(20) ? [nobodyPasses(line)] : [])])
      assert.equal(await released, null)
    })
    assert.equal(late.length, UNITS / 2)
    await assertServed(line, UNITS / 2)

    // One in three turns the offer down, wherever; the next in line has it.
    const [first, others] = [waiting.slice(0, UNITS / 2), waiting.slice(UNITS / 2)]
    const turnedDown = first.filter((_, at) => at % 3 === 0)
    await eachAtOnce(turnedDown, async member => {
      assert.equal(await choices.pick(processes).calls.leaveWaitlist({ dropId }, member), null)
    })
    const next = others.slice(0, turnedDown.length)
    await eachAtOnce([...first.filter((_, at) => at % 3 > 0), ...next], member => pay(line, member))

    // Time is up for the rest, and every process sees it in the same instant.
    stock.clock.advance(HOLD_MS)
    await Promise.all([letGo(line), nobodyPasses(line)])
    await letGo(line)
    const served = UNITS + turnedDown.length
    await assertServed(line, served)
    await eachAtOnce(waiting.slice(served - UNITS / 2, served), member => pay(line, member))
    await assertSold(line, UNITS)
  })
})
