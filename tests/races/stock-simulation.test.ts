import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#contracts/problems.ts'
import { type AStock, aStock } from '#services/stock/a-stock.ts'
import { reservationMoves } from '#services/stock/reservation.ts'
import { aSeed, type Chance, chance } from './seeded.ts'
import { checkStock } from './stock-invariants.ts'
import { type Remembered, stockModel } from './stock-model.ts'
import { untilTold } from './until-told.ts'

const GROUPS = 7
/** Drops that live side by side, so that their transactions meet. */
const LIVES = 50
const ROUNDS = 30
const STOCK = 20

test('hundreds of drops, each lived by chance: every answer is the one that the rules give', async context => {
  const seed = aSeed(context)
  await using stock = await aStock()
  const answers = new Map<string, number>()
  const refused = refusedPayments(stock)
  for (let group = 0; group < GROUPS; group++) {
    const seeds = Array.from({ length: LIVES }, (_, at) => seed + group * LIVES + at)
    const lives = await Promise.all(
      seeds.map(each => aLife(stock, refused.ids, chance(each), each)),
    )
    for (let round = 0; round < ROUNDS; round++) {
      for (const answer of await Promise.all(lives.map(life => life.step()))) {
        answers.set(answer, (answers.get(answer) ?? 0) + 1)
      }
      await refused.nothingIsUnderWay()
      await passTime(stock, chance(seed + group * ROUNDS + round))
    }
    stock.clock.set(Math.max(stock.clock.nowMs(), ...lives.map(({ drop }) => drop.closesAtMs)))
    await Promise.all(lives.map(life => life.endPayments()))
    stock.clock.advance(Math.max(...lives.map(({ drop }) => drop.holdMs)))
    await stock.run('stock.let_go')
    for (const life of lives) await life.look()
  }
  const { skus, drops } = await stock.database.read.readRows(null)
  const units = new Map(skus.map(sku => [sku.sku_id, sku.units]))
  for (const drop of drops) assert.equal((units.get(drop.sku_id) ?? 0) + drop.units, STOCK)
  await checkStock(stock)
  const told = [...answers].toSorted(([, a], [, b]) => b - a)
  context.diagnostic(told.map(([answer, times]) => `${answer} ${times}`).join(' · '))
})

/**
 * Payments that stock refused. MySQL commits numbers out of their order, so that what was read is
 * passed over only while nothing is under way.
 */
function refusedPayments(stock: AStock) {
  const paymentIds = new Set<string>()
  let after = 0
  async function read(): Promise<number> {
    const rows = await stock.database.events.readOutbox({ after, limit: 100_000 })
    for (const row of rows) if (row.type === 'stock.commit_refused') paymentIds.add(row.subject)
    return Math.max(after, rows.at(-1)?.number ?? 0)
  }
  return {
    async ids(): Promise<ReadonlySet<string>> {
      await read()
      return paymentIds
    },
    async nothingIsUnderWay(): Promise<void> {
      after = await read()
    },
  }
}

/** What happens to all drops at once. */
async function passTime(stock: AStock, { below, pick, percent }: Chance): Promise<void> {
  if (percent(50)) stock.clock.advance(pick([1, 100, 500, 1_000, below(2_000)]))
  if (percent(30)) await stock.run('stock.let_go')
  if (percent(10)) stock.anotherGate()
}

/** One drop, its members and its merchant, and beside it what the rules say. */
async function aLife(
  stock: AStock,
  refused: () => Promise<ReadonlySet<string>>,
  { below, pick, percent }: Chance,
  seed: number,
) {
  const { clock, merchant } = stock
  const skuId = await stock.aSku({ units: STOCK })
  const drop = await stock.aDrop({
    ...{ skuId, units: 1 + below(8), limitPerMember: 1 + below(4), holdMs: 1_000 + below(2_000) },
    ...{ opensInMs: percent(30) ? below(1_500) : 0, closesInMs: 4_000 + below(20_000) },
  })
  const { dropId } = drop
  const model = stockModel(drop, clock.nowMs)
  const members = Array.from({ length: 4 }, () => stock.aMember())
  const ids = new Map<Remembered, string>()
  const payments = Array.from({ length: 8 }, () => stock.ids.next())
  const story: string[] = []
  const captured = new Set<string>()
  const stories = new Map<Remembered, string[]>()

  const codeOf = (answer: unknown, done = 'done') => (isRefusal(answer) ? answer.refused : done)
  const memberOf = (of: Remembered) => members[of.member] ?? stock.aMember()
  const paymentOf = (of: Remembered, payment: number, attempt: number) => ({
    ...{ memberId: memberOf(of).memberId, reservationId: ids.get(of) ?? '' },
    ...{ paymentId: payments[payment] ?? '', attempt },
  })
  /** A reservation, with the payment that has it or any other, at any attempt. */
  function some(): [Remembered, number, number] | null {
    const pinned = model.reservations.filter(each => each.state === 'pinned')
    if (pinned.length > 0 && percent(60)) {
      const of = pick(pinned)
      return [of, of.payment, percent(80) ? of.attempt : 1 + below(3)]
    }
    if (model.reservations.length === 0) return null
    const of = pick(model.reservations)
    return [of, (of.position % 4) * 2 + below(2), 1 + below(3)]
  }

  async function press(): Promise<[string, string]> {
    const member = below(members.length)
    const [key, quantity] = [`key ${below(6)}`, 1 + below(3)]
    const by = members[member] ?? merchant
    const answer = await untilTold(() => stock.press(drop, by, { key, quantity }))
    const expected = model.press(member, key, quantity)
    if (!isRefusal(answer)) {
      const of = model.reservations.find(each => each.position === answer.position)
      if (of !== undefined) ids.set(of, answer.reservationId)
    }
    return [isRefusal(answer) ? answer.refused : `position ${answer.position}`, expected]
  }

  const steps: Record<string, () => Promise<[string, string]>> = {
    press,
    async release() {
      const [of] = some() ?? []
      if (of === undefined) return press()
      const reservationId = ids.get(of) ?? ''
      const answer = await stock.calls.releaseReservation({ reservationId }, memberOf(of))
      return [codeOf(answer, 'released'), model.release(of)]
    },
    async pin() {
      const chosen = some()
      if (chosen === null) return press()
      const answer = await stock.pin(paymentOf(...chosen))
      return [isRefusal(answer) ? answer.refused : answer.state, model.pin(...chosen)]
    },
    async unpin() {
      const chosen = some()
      if (chosen === null) return press()
      const answer = await stock.unpin(paymentOf(...chosen))
      const expected = model.unpin(...chosen)
      // What nobody has let go yet still calls itself held: it is over all the same.
      const state = isRefusal(answer) ? answer.refused : answer.state
      return [state === 'held' && expected === 'expired' ? 'expired' : state, expected]
    },
    async capture() {
      const chosen = some()
      if (chosen === null) return press()
      const payment = paymentOf(...chosen)
      if (captured.has(payment.paymentId)) return press()
      captured.add(payment.paymentId)
      await stock.capture(payment)
      const found = !(await refused()).has(payment.paymentId)
      return [
        found ? 'sold' : 'commit_refused',
        model.capture(chosen[0], chosen[1]) ? 'sold' : 'commit_refused',
      ]
    },
    async pause() {
      const paused = percent(20)
      const ask = paused ? stock.calls.pauseDrop : stock.calls.resumeDrop
      return [codeOf(await ask({ dropId }, merchant)), model.pause(paused)]
    },
    async close() {
      if (!percent(15)) return press()
      return [codeOf(await stock.calls.closeDrop({ dropId }, merchant)), model.close()]
    },
    async units() {
      const delta = below(8) - 3 || 1
      await stock.run('stock.let_go')
      const stockBefore = await availableUnits()
      const change = { dropId, delta, reason: 'chance' }
      const answer = await stock.calls.changeDropUnits(change, merchant)
      return [codeOf(answer), model.changeUnits(delta, stockBefore)]
    },
  }
  const often = ['press', 'press', 'press', 'press', 'release', 'pin', 'pin', 'unpin', 'capture']
  const names = [...often, 'capture', 'pause', 'close', 'units']

  async function availableUnits(): Promise<number> {
    const answer = await stock.calls.readSkus({ skuIds: [skuId] }, merchant)
    return isRefusal(answer) ? 0 : (answer.skus[0]?.available ?? 0)
  }
  function noteStates(): void {
    for (const of of model.reservations) {
      const told = stories.get(of) ?? ['held']
      if (told.at(-1) !== of.state) told.push(of.state)
      stories.set(of, told)
    }
  }

  return {
    drop,
    async step(): Promise<string> {
      const name = pick(names)
      const [answer, expected] = await (steps[name] ?? press)()
      story.push(`${clock.nowMs() - drop.opensAtMs} ms ${name}: ${answer}`)
      assert.equal(answer, expected, `seed ${seed}\n${story.join('\n')}`)
      noteStates()
      return answer.startsWith('position') ? 'reserved' : answer
    },
    /** All that is in flight is decided. */
    async endPayments(): Promise<void> {
      for (const of of model.reservations) {
        if (of.state !== 'pinned') continue
        const args = [of, of.payment, of.attempt] as const
        const payment = paymentOf(...args)
        if (percent(50) && !captured.has(payment.paymentId)) {
          await stock.capture(payment)
          model.capture(of, of.payment)
        } else {
          const answer = await stock.unpin(payment)
          assert.equal(isRefusal(answer) ? answer.refused : answer.state, model.unpin(...args))
        }
      }
    },
    /** After its end: what is sold stays, all else went to the SKU, and no move was illegal. */
    async look(): Promise<void> {
      model.lapse()
      noteStates()
      const record = await stock.database.read.readDrop({ dropId })
      const { reserved, sold, units } = record ?? { reserved: -1, sold: -1, units: -1 }
      assert.deepEqual({ reserved, sold }, model.counters(), `seed ${seed}`)
      assert.deepEqual([reserved, units], [0, sold], `seed ${seed}: what is free went to the SKU`)
      for (const told of stories.values()) assertMoves(told)
    },
  }
}

/** Each move stands in the table of moves, but those that two steps in one make. */
function assertMoves(states: readonly string[]): void {
  for (const [at, from] of states.slice(0, -1).entries()) {
    const moves: readonly string[] = reservationMoves[from as keyof typeof reservationMoves]
    const to = states[at + 1] ?? ''
    assert.ok(moves.includes(to), `${states.join(' → ')}`)
  }
}
