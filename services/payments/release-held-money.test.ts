import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aMember, aReadyPayment, readPayment } from './a-payments-bed.ts'
import { aStripeShop } from './a-stripe-shop.ts'

const HELD_MS = 600_000

test('money that a bank holds for a shopper who never came back is let go when the hold is over', async () => {
  await using shop = await aStripeShop()
  const { bed, server, payments } = shop
  const member = aMember()
  const held = bed.stock.hold({ memberId: member.memberId, holdMs: 2 * HELD_MS })
  const ready = await aReadyPayment(bed, payments, member, held)
  const { paymentId } = ready
  server.confirm(paymentId, 'captured')
  bed.clock.advance(HELD_MS)
  await payments.runJobs()
  assert.equal(server.statusOf(paymentId), 'requires_capture')
  bed.clock.advance(HELD_MS)
  await payments.runJobs()
  assert.equal(server.statusOf(paymentId), 'canceled')
  assert.equal((await readPayment(payments, ready, member)).state, 'voided')
  const late = await payments.confirmPayment({ paymentId }, member.asking())
  assert.deepEqual(late, { refused: 'reservation_ended' })
})

test('what is paid stays paid, and what was taken in the dashboard goes back instead', async () => {
  await using shop = await aStripeShop()
  const { bed, server, payments } = shop
  const member = aMember()
  const paid = await aReadyPayment(bed, payments, member)
  server.confirm(paid.paymentId, 'captured')
  await payments.confirmPayment({ paymentId: paid.paymentId }, member.asking())
  await bed.deliver()
  const taken = await aReadyPayment(bed, payments, member)
  server.confirm(taken.paymentId, 'captured')
  server.captureInDashboard(taken.paymentId)
  bed.clock.advance(HELD_MS)
  await bed.settle(payments)
  assert.equal((await readPayment(payments, paid, member)).state, 'captured')
  assert.equal((await readPayment(payments, taken, member)).state, 'refunded')
})

test('of two payments of an order, the one that was not used is let go after the other was paid', async () => {
  await using shop = await aStripeShop()
  const { bed, server, payments } = shop
  const member = aMember()
  const held = bed.stock.hold({ memberId: member.memberId })
  const [used, unused] = [
    await aReadyPayment(bed, payments, member, held),
    await aReadyPayment(bed, payments, member, held),
  ]
  for (const { paymentId } of [used, unused]) server.confirm(paymentId, 'captured')
  await payments.confirmPayment({ paymentId: used.paymentId }, member.asking())
  await bed.deliver()
  bed.clock.advance(HELD_MS)
  await bed.settle(payments)
  assert.deepEqual(
    [server.statusOf(used.paymentId), server.statusOf(unused.paymentId)],
    ['succeeded', 'canceled'],
  )
})
