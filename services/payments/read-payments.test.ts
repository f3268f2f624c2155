import assert from 'node:assert/strict'
import { test } from 'node:test'
import { orderIdOf } from '#contracts/order-id.ts'
import {
  aMember,
  aPaymentsBed,
  aReadyPayment,
  type Member,
  type Payments,
  type PaymentsBed,
} from './a-payments-bed.ts'

test('a member sees their own payments, the newest first, page by page', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const [member, other] = [aMember(), aMember()]
  const made: string[] = []
  for (let count = 0; count < 5; count++) made.unshift(await payLater(bed, payments, member))
  await payLater(bed, payments, other)
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page = await payments.listPayments(
      cursor === null ? { limit: 2 } : { limit: 2, cursor },
      member.asking(),
    )
    assert.ok('items' in page)
    assert.ok(page.items.length <= 2)
    seen.push(...page.items.map(payment => payment.paymentId))
    cursor = page.nextCursor
  } while (cursor !== null)
  assert.deepEqual(seen, made)
})

test('the payments of one order can be asked for', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const member = aMember()
  await payLater(bed, payments, member)
  const { orderId, paymentId } = await aReadyPayment(bed, payments, member)
  const page = await payments.listPayments({ orderId }, member.asking())
  assert.ok('items' in page)
  assert.deepEqual(
    page.items.map(payment => payment.paymentId),
    [paymentId],
  )
  assert.equal(page.nextCursor, null)
})

test('another’s order has no payments to be asked for, and one’s own may have none yet', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const [member, stranger] = [aMember(), aMember()]
  const { orderId } = await aReadyPayment(bed, payments, member)
  const unpaid = bed.stock.hold({ memberId: member.memberId }).orderId
  const empty = { items: [], nextCursor: null }
  assert.deepEqual(await payments.listPayments({ orderId: unpaid }, member.asking()), empty)
  for (const theirs of [orderId, unpaid, orderIdOf(stranger.memberId)]) {
    const answer = await payments.listPayments({ orderId: theirs }, stranger.asking())
    assert.deepEqual(answer, { refused: 'not_found' })
  }
  assert.deepEqual(await payments.listPayments({}, stranger.asking()), empty)
})

test('a cursor that this list did not give is refused', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  for (const cursor of ['x', '%%%', 'bnVsbA', Buffer.from('{"a":1}').toString('base64url')]) {
    const page = await payments.listPayments({ cursor }, aMember().asking())
    assert.ok('refused' in page && page.refused === 'invalid_request')
  }
})

test('another’s payment is not there', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const { paymentId } = await aReadyPayment(bed, payments, aMember())
  for (const stranger of [aMember(), aMember(['merchant'])]) {
    const answer = await payments.readPayment({ paymentId }, stranger.asking())
    assert.deepEqual(answer, { refused: 'not_found' })
  }
})

async function payLater(bed: PaymentsBed, payments: Payments, member: Member): Promise<string> {
  bed.clock.advance(1)
  return (await aReadyPayment(bed, payments, member)).paymentId
}
