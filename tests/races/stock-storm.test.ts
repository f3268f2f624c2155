import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#contracts/problems.ts'
import { type AStock, aStock, type Payment } from '#services/stock/a-stock.ts'
import { auditRows } from '#services/stock/a-stock-audit.ts'
import { aSeed, chance, turns } from './seeded.ts'
import { checkStock } from './stock-invariants.ts'

const STORMS = 60
const ASKED = 120

test('whatever is asked of one drop in one breath, by members, payments, merchant and time: nothing is oversold, lost or told twice', async context => {
  const seed = aSeed(context)
  await using stock = await aStock()
  for (let storm = 0; storm < STORMS; storm++) {
    try {
      await rage(stock, seed + storm)
    } catch (error) {
      throw new Error(`seed ${seed + storm}`, { cause: error })
    }
  }
  await checkStock(stock)
})

/** One drop and all who want something of it, none of whom waits for another. */
async function rage(stock: AStock, seed: number): Promise<void> {
  const { below, percent, pick } = chance(seed)
  const { merchant } = stock
  const units = 1 + below(12)
  const drop = await stock.aDrop({
    ...{ units, stock: units + 5, limitPerMember: 1 + below(3), holdMs: 1_000 },
    closesInMs: 2_000 + below(3_000),
  })
  const { dropId } = drop
  const members = Array.from({ length: 8 }, () => stock.aMember())
  const held: { readonly member: (typeof members)[number]; readonly payment: Payment }[] = []
  const captured = new Set<Payment>()
  const answers = new Map<string, string>()

  const ask = {
    async press() {
      const [member, key] = [pick(members), `key ${below(8)}`]
      const answer = await stock.press(drop, member, { key, quantity: 1 + below(2) })
      if (isRefusal(answer)) return
      const { reservationId, text } = answer
      const before = answers.get(reservationId)
      assert.equal(text, before ?? text, 'a key has one answer')
      answers.set(reservationId, text)
      if (before !== undefined) return
      const { memberId } = member
      held.push({ member, payment: stock.aPayment({ memberId, reservationId }) })
    },
    async pay() {
      if (held.length === 0) return
      const { payment } = pick(held)
      if (isRefusal(await stock.pin(payment)) || captured.has(payment)) return
      if (percent(40)) {
        await stock.unpin(payment)
        return
      }
      captured.add(payment)
      await stock.capture(payment)
    },
    async release() {
      if (held.length === 0) return
      const { member, payment } = pick(held)
      const { reservationId } = payment
      await stock.calls.releaseReservation({ reservationId }, member)
    },
    async merchant() {
      const how = below(10)
      if (how < 4) await stock.calls.pauseDrop({ dropId }, merchant)
      else if (how < 9) await stock.calls.resumeDrop({ dropId }, merchant)
      else if (percent(20)) await stock.calls.closeDrop({ dropId }, merchant)
    },
    async count() {
      const change = { dropId, delta: below(5) - 2 || 1, reason: 'chance' }
      await stock.calls.changeDropUnits(change, merchant)
    },
    timer: () => stock.run('stock.let_go'),
  }
  const often = [ask.press, ask.press, ask.press, ask.press, ask.pay, ask.pay, ask.pay]
  const all = [...often, ask.release, ask.merchant, ask.count, ask.timer]

  const asked: Promise<void>[] = []
  for (let at = 0; at < ASKED; at++) {
    asked.push(pick(all)())
    if (percent(25)) await turns(below(5))
    if (percent(10)) stock.clock.advance(below(400))
    if (percent(2)) stock.anotherGate()
  }
  await Promise.all(asked)
  auditRows(await stock.database.read.readRows({ dropId }))

  stock.clock.set(Math.max(stock.clock.nowMs(), drop.closesAtMs) + 1_000)
  await stock.run('stock.let_go')
  const rows = await stock.database.read.readRows({ dropId })
  auditRows(rows)
  assert.ok(!rows.reservations.some(row => row.state === 'held'), 'no hold outlives its time')
  const ended = await stock.database.read.readDrop({ dropId })
  assert.equal(ended?.units, (ended?.reserved ?? 0) + (ended?.sold ?? 0), 'the rest is the SKU’s')
}
