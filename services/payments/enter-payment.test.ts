import assert from 'node:assert/strict'
import { test } from 'node:test'
import { money } from '#contracts/money.ts'
import { orderIdOf } from '#contracts/order-id.ts'
import { uuidv7 } from '#platform/ids.ts'
import { aMember, aPaymentsBed, readPayment } from './a-payments-bed.ts'

test('entering makes a payment ready at the price of the reservation, and leaves that as it is', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const member = aMember()
  const total = money(129_000, 'KRW')
  const { orderId } = bed.stock.hold({ memberId: member.memberId, total })
  const before = { ...bed.stock.find(orderId) }
  const entered = await payments.enterPayment({ orderId, method: 'easy_pay' }, member.asking())
  assert.ok('paymentId' in entered)
  const { paymentId } = entered
  assert.deepEqual(entered, {
    ...{ paymentId, orderId, state: 'ready', amount: total, provider: 'simulator', client: {} },
  })
  assert.deepEqual(bed.stock.find(orderId), before)
  assert.deepEqual(await readPayment(payments, entered, member), {
    ...{ paymentId, orderId, state: 'ready', method: 'easy_pay', provider: 'simulator' },
    ...{ amount: total, refunded: money(0, 'KRW'), refunds: [], createdAtMs: bed.clock.nowMs() },
  })
})

test('the same key is given the same payment, word for word, even after the hold is over', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const member = aMember()
  const { orderId } = bed.stock.hold({ memberId: member.memberId, holdMs: 1_000 })
  const ask = () => payments.enterPayment({ orderId, method: 'card' }, member.asking('once'))
  const answers = await Promise.all([ask(), ask(), ask()])
  bed.clock.advance(1_000)
  answers.push(await ask())
  assert.equal(new Set(answers.map(answer => JSON.stringify(answer))).size, 1)
  assert.ok('paymentId' in (answers[0] ?? {}))
})

test('an answer is forgotten after thirty days; its key says then what has become of the order', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const member = aMember()
  const { orderId } = bed.stock.hold({ memberId: member.memberId })
  const ask = () => payments.enterPayment({ orderId, method: 'card' }, member.asking('once'))
  const entered = await ask()
  bed.clock.advance(30 * 86_400_000)
  await payments.runJobs('prune_answers')
  assert.deepEqual(await ask(), entered)
  bed.clock.advance(1)
  await payments.runJobs('prune_answers')
  assert.deepEqual(await ask(), { refused: 'order_not_payable' })
})

test('the same key with another body is a conflict, and two members may use the same key', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const [one, other] = [aMember(), aMember()]
  const { orderId } = bed.stock.hold({ memberId: one.memberId })
  await payments.enterPayment({ orderId, method: 'card' }, one.asking('k'))
  const changed = payments.enterPayment({ orderId, method: 'easy_pay' }, one.asking('k'))
  assert.deepEqual(await changed, { refused: 'idempotency_conflict' })
  const theirs = bed.stock.hold({ memberId: other.memberId })
  const entered = await payments.enterPayment(
    { orderId: theirs.orderId, method: 'card' },
    other.asking('k'),
  )
  assert.ok('paymentId' in entered)
})

test('several payments of one order may be ready', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const member = aMember()
  const { orderId } = bed.stock.hold({ memberId: member.memberId })
  for (const method of ['card', 'bank_transfer'] as const) {
    const entered = await payments.enterPayment({ orderId, method }, member.asking())
    assert.ok('state' in entered && entered.state === 'ready')
  }
})

test('an order that is not there, or not the member’s, cannot be found', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const { orderId } = bed.stock.hold({ memberId: aMember().memberId })
  for (const unknown of [orderId, orderIdOf(uuidv7(0))]) {
    const asked = payments.enterPayment({ orderId: unknown, method: 'card' }, aMember().asking())
    assert.deepEqual(await asked, { refused: 'not_found' })
  }
})

test('what has ended, or is past its time, is not payable; the refusal leaves the key free', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const member = aMember()
  const past = bed.stock.hold({ memberId: member.memberId, holdMs: 1_000 })
  const gone = bed.stock.hold({ memberId: member.memberId })
  const good = bed.stock.hold({ memberId: member.memberId })
  bed.stock.release(gone.reservationId)
  bed.clock.advance(1_000)
  for (const { orderId } of [past, gone]) {
    const asked = payments.enterPayment({ orderId, method: 'card' }, member.asking('k'))
    assert.deepEqual(await asked, { refused: 'order_not_payable' })
  }
  const entered = await payments.enterPayment(
    { orderId: good.orderId, method: 'card' },
    member.asking('k'),
  )
  assert.ok('paymentId' in entered)
})

test('another provider than the configured one is no choice', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const member = aMember()
  const { orderId } = bed.stock.hold({ memberId: member.memberId })
  const refused = await payments.enterPayment(
    { orderId, method: 'card', provider: 'stripe' },
    member.asking(),
  )
  assert.ok('refused' in refused && refused.refused === 'invalid_request')
})
