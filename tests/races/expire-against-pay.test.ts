import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#contracts/problems.ts'
import { type AStock, aStock } from '#services/stock/a-stock.ts'
import { auditRows } from '#services/stock/a-stock-audit.ts'
import { aSeed, chance, turns } from './seeded.ts'
import { checkStock } from './stock-invariants.ts'

const ROUNDS = 25
const PER_ROUND = 400

type Held = Awaited<ReturnType<AStock['reserved']>>

/** What may happen to a hold on the very tick on which its time is up; several do. */
const happenings = ['pin', 'pin', 'expire', 'release', 'pin late', 'unpin', 'capture'] as const

test('ten thousand holds whose time is up on the tick on which they are paid: each ends once, rightly', async context => {
  const seed = aSeed(context)
  await using stock = await aStock()
  for (let round = 0; round < ROUNDS; round++) await race(stock, seed + round)
  await checkStock(stock)
  const { reservations } = await stock.database.read.readRows(null)
  const ends = Object.groupBy(reservations, row => row.state)
  for (const [state, of] of Object.entries(ends)) context.diagnostic(`${of.length} ${state}`)
  assert.equal(reservations.length, ROUNDS * PER_ROUND)
  assert.deepEqual(Object.keys(ends).toSorted(), ['committed', 'expired', 'released'])
})

async function race(stock: AStock, seed: number): Promise<void> {
  const { below, percent, pick, shuffled } = chance(seed)
  const holdMs = 1_000
  const drop = await stock.aDrop({ units: PER_ROUND, holdMs, closesInMs: holdMs + below(2) })
  const holds = await Promise.all(Array.from({ length: PER_ROUND }, () => stock.reserved(drop)))
  const payments = new Map(holds.map(held => [held, stock.aPayment(held)]))
  const paymentOf = (held: Held) => payments.get(held) ?? stock.aPayment(held)
  const askedInTime = new Set<Held>()
  const pinned = new Set<Held>()
  const unpinned = new Set<Held>()
  const released = new Set<Held>()
  const captured = new Set<Held>()

  async function pin(held: Held): Promise<void> {
    if (stock.clock.nowMs() < held.expiresAtMs) askedInTime.add(held)
    if (isRefusal(await stock.pin(paymentOf(held)))) return
    assert.ok(askedInTime.has(held), 'who asks on the tick is too late')
    pinned.add(held)
  }
  const happen: Record<(typeof happenings)[number], (held: Held) => Promise<void>> = {
    pin,
    async 'pin late'(held) {
      await turns(below(4))
      await pin(held)
    },
    async release({ reservationId, member }) {
      const answer = await stock.calls.releaseReservation({ reservationId }, member)
      if (answer === null)
        released.add(holds.find(each => each.reservationId === reservationId) as Held)
    },
    async unpin(held) {
      if (!pinned.has(held) || captured.has(held)) return
      unpinned.add(held)
      await stock.unpin(paymentOf(held))
    },
    async capture(held) {
      // Money comes only for what was pinned, as the provider is asked after the pin.
      if (!pinned.has(held) || unpinned.has(held)) return
      captured.add(held)
      await stock.capture(paymentOf(held))
    },
    async expire() {
      if (percent(3)) await stock.run('stock.let_go')
    },
  }

  // Some are pinned in the last millisecond, the rest on the tick itself.
  stock.clock.advance(holdMs - 1)
  await Promise.all(holds.filter(() => percent(30)).map(pin))
  const asked: Promise<void>[] = []
  const tick = below(PER_ROUND)
  for (const [at, held] of shuffled(holds).entries()) {
    if (at === tick) stock.clock.advance(1)
    asked.push(happen[pick(happenings)](held), happen[pick(happenings)](held))
    if (percent(10)) await turns(1)
  }
  await Promise.all(asked)
  await stock.run('stock.let_go')

  const rows = await stock.database.read.readRows(drop)
  auditRows(rows)
  const states = new Map(rows.reservations.map(row => [row.reservation_id, row.state]))
  for (const held of holds) {
    const state = states.get(held.reservationId)
    if (captured.has(held)) assert.equal(state, 'committed', 'captured while pinned')
    else if (unpinned.has(held)) assert.ok(state !== 'committed' && state !== 'held')
    else if (pinned.has(held)) assert.equal(state, 'pinned', 'a payment is in flight')
    else if (released.has(held)) assert.equal(state, 'released')
    else assert.equal(state, 'expired', 'no hold outlives its time')
  }
  // What is still pinned is decided: half by money, half by a decline, all past their time.
  const rest = holds.filter(held => states.get(held.reservationId) === 'pinned')
  const [paid, declined] = [rest.filter((_, at) => at % 2 === 0), rest.filter((_, at) => at % 2)]
  await Promise.all(declined.map(held => stock.unpin({ ...paymentOf(held), attempt: 2 })))
  await stock.capture(...paid.map(paymentOf))
}
