import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from '#contracts/problems.ts'
import { aMember, aPaymentsBed, aReadyPayment, readPayment } from './a-payments-bed.ts'
import type { PaymentProvider } from './payment-provider.ts'

test('paying captures the money, announces it once, and the unit is sold', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const member = aMember()
  const ready = await aReadyPayment(bed, payments, member)
  const { paymentId, orderId, reservationId, amount } = ready
  const answer = await payments.confirmPayment({ paymentId }, member.asking())
  assert.deepEqual(answer, { paymentId, state: 'captured' })
  const capturedAtMs = bed.clock.nowMs()
  const { memberId } = member
  const data = { paymentId, orderId, reservationId, memberId, amount, capturedAtMs }
  assert.deepEqual(await bed.announced(), [
    { type: 'payment.captured', subject: paymentId, version: 1, data },
  ])
  await bed.deliver()
  assert.equal(bed.stock.find(orderId).state, 'committed')
  const { state, ...payment } = await readPayment(payments, ready, member)
  assert.deepEqual([state, payment.capturedAtMs], ['captured', capturedAtMs])
})

test('the same key is told the same, and another key finds the payment captured', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const member = aMember()
  const { paymentId } = await aReadyPayment(bed, payments, member)
  const pay = (key: string, providerKey?: string) =>
    payments.confirmPayment(
      providerKey === undefined ? { paymentId } : { paymentId, providerKey },
      member.asking(key),
    )
  const first = await pay('one')
  for (const key of ['one', 'one', 'two', 'two']) assert.deepEqual(await pay(key), first)
  assert.deepEqual(await pay('one', 'sim_decline'), { refused: 'idempotency_conflict' })
  assert.deepEqual(await pay('two', 'sim_decline'), { refused: 'idempotency_conflict' })
  assert.equal((await bed.announced()).length, 1)
  const other = await aReadyPayment(bed, payments, member)
  const confused = payments.confirmPayment({ paymentId: other.paymentId }, member.asking('one'))
  assert.deepEqual(await confused, { refused: 'idempotency_conflict' })
})

test('a decline is told and remembered, the unit is kept, and the next try may succeed', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const member = aMember()
  const ready = await aReadyPayment(bed, payments, member)
  const { paymentId, orderId } = ready
  const declining = { paymentId, providerKey: 'sim_decline' }
  const declined = await payments.confirmPayment(declining, member.asking('first'))
  const told = { paymentId, state: 'declined', declineCode: 'card_declined' }
  assert.deepEqual(declined, told)
  assert.equal(bed.stock.find(orderId).state, 'held')
  assert.equal((await readPayment(payments, ready, member)).declineCode, 'card_declined')

  assert.deepEqual(await payments.confirmPayment(declining, member.asking('first')), told)
  const captured = await payments.confirmPayment({ paymentId }, member.asking('second'))
  assert.deepEqual(captured, { paymentId, state: 'captured' })
  assert.deepEqual(await payments.confirmPayment(declining, member.asking('first')), told)
  const { declineCode } = await readPayment(payments, ready, member)
  assert.equal(declineCode, undefined)
  const events = await bed.announced()
  assert.deepEqual(
    events.map(({ type, version }) => [type, version]),
    [
      ['payment.declined', 1],
      ['payment.captured', 2],
    ],
  )
})

test('a decline past the hold’s time lets the unit go at once', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const member = aMember()
  const held = bed.stock.hold({ memberId: member.memberId, holdMs: 3_000 })
  const { paymentId, orderId } = await aReadyPayment(bed, payments, member, held)
  const provider = slowed(bed.deps.provider)
  const slow = bed.start({ provider })
  const answer = slow.confirmPayment({ paymentId, providerKey: 'sim_decline' }, member.asking())
  await provider.asked
  bed.clock.advance(4_000)
  assert.equal(bed.stock.find(orderId).state, 'pinned')
  provider.goOn()
  assert.ok('state' in (await answer))
  assert.equal(bed.stock.find(orderId).state, 'expired')
})

test('a slow bank is waited for, and meanwhile everybody else pays', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const [patient, quick] = [aMember(), aMember()]
  const slow = await aReadyPayment(bed, payments, patient)
  const other = await aReadyPayment(bed, payments, quick)
  const { paymentId } = slow
  const asking = { paymentId, providerKey: 'sim_slow' }
  const answer = payments.confirmPayment(asking, patient.asking('slow'))
  while (bed.stock.find(slow.orderId).state !== 'pinned') await turn()
  const quickly = await payments.confirmPayment({ paymentId: other.paymentId }, quick.asking())
  assert.ok('state' in quickly && quickly.state === 'captured')

  const again = await payments.confirmPayment(asking, patient.asking('slow'))
  assert.deepEqual(again, { paymentId, state: 'pending' })
  const impatient = await payments.confirmPayment(asking, patient.asking('another'))
  assert.deepEqual(impatient, { refused: 'payment_in_flight' })

  while ((await bed.deps.provider.lookup({ paymentId, attempt: 1 })).outcome === 'not_found');
  await turn()
  bed.clock.advance(5_000)
  assert.deepEqual(await answer, { paymentId, state: 'captured' })
})

test('a bank that says nothing for ten seconds leaves the payment pending, not declined', async () => {
  await using bed = await aPaymentsBed()
  const provider = slowed(bed.deps.provider)
  const payments = bed.start({ provider })
  const member = aMember()
  const ready = await aReadyPayment(bed, payments, member)
  const { paymentId, orderId } = ready
  const answer = payments.confirmPayment({ paymentId }, member.asking())
  await provider.asked
  bed.clock.advance(10_000)
  assert.deepEqual(await answer, { paymentId, state: 'pending' })
  assert.equal(bed.stock.find(orderId).state, 'pinned')
  assert.equal((await readPayment(payments, ready, member)).state, 'confirming')
})

test('an expired or released reservation is refused, and the refusal leaves no trace', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const member = aMember()
  const past = bed.stock.hold({ memberId: member.memberId, holdMs: 1_000 })
  const expired = await aReadyPayment(bed, payments, member, past)
  const released = await aReadyPayment(bed, payments, member)
  bed.stock.release(released.reservationId)
  bed.clock.advance(1_000)
  for (const [payment, code] of [
    [expired, 'reservation_expired'],
    [released, 'reservation_ended'],
  ] as const) {
    const { paymentId } = payment
    const before = await readPayment(payments, payment, member)
    const refused = await payments.confirmPayment({ paymentId }, member.asking('k'))
    assert.deepEqual(refused, { refused: code })
    assert.deepEqual(await readPayment(payments, payment, member), before)
    assert.equal((await bed.deps.provider.lookup({ paymentId, attempt: 1 })).outcome, 'not_found')
  }
  const good = await aReadyPayment(bed, payments, member)
  const paid = await payments.confirmPayment({ paymentId: good.paymentId }, member.asking('k'))
  assert.deepEqual(paid, { paymentId: good.paymentId, state: 'captured' })
})

test('of two payments of one order at once, one captures and the other is refused', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  for (let round = 0; round < 30; round++) {
    const member = aMember()
    const held = bed.stock.hold({ memberId: member.memberId })
    const pair = [
      await aReadyPayment(bed, payments, member, held),
      await aReadyPayment(bed, payments, member, held),
    ]
    const answers = await Promise.all(
      pair.map(({ paymentId }) => payments.confirmPayment({ paymentId }, member.asking())),
    )
    const told = answers.map(answer => ('refused' in answer ? answer.refused : answer.state))
    assert.deepEqual(told.sort(), ['captured', 'payment_in_flight'])
  }
})

test('one payment confirmed with twenty keys at once is captured once', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const member = aMember()
  const { paymentId } = await aReadyPayment(bed, payments, member)
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => payments.confirmPayment({ paymentId }, member.asking())),
  )
  const told = answers.map(answer => ('refused' in answer ? answer.refused : answer.state))
  assert.deepEqual(new Set(told), new Set(['captured', 'payment_in_flight']))
  assert.equal((await bed.announced()).length, 1)
})

test('another member’s payment cannot be paid, nor one that is not there', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const { paymentId } = await aReadyPayment(bed, payments, aMember())
  const refused = await payments.confirmPayment({ paymentId }, aMember().asking())
  assert.deepEqual(refused, { refused: 'not_found' })
})

test('where stock’s answer does not come nothing is taken, and the same key may try again', async () => {
  await using bed = await aPaymentsBed()
  const refuses = () => Promise.reject(new Problem('try_again'))
  const pinsSilently = async (...asked: Parameters<typeof bed.stock.pin>) => {
    await bed.stock.pin(...asked)
    throw new Error('the line was cut')
  }
  for (const pin of [refuses, pinsSilently]) {
    const broken = bed.start({ stock: { ...bed.stock, pin } })
    const member = aMember()
    const ready = await aReadyPayment(bed, broken, member)
    const { paymentId, orderId } = ready
    await assert.rejects(broken.confirmPayment({ paymentId }, member.asking('k')), {
      code: 'try_again',
    })
    assert.equal((await readPayment(broken, ready, member)).state, 'ready')

    const payments = bed.start()
    await payments.runJobs()
    assert.equal(bed.stock.find(orderId).state, 'held')
    const paid = await payments.confirmPayment({ paymentId }, member.asking('k'))
    assert.deepEqual(paid, { paymentId, state: 'captured' })
  }
})

test('a pin that stock took for somebody else’s is let go with the attempt that was refused', async () => {
  await using bed = await aPaymentsBed()
  const pin = async (...asked: Parameters<typeof bed.stock.pin>) => {
    await bed.stock.pin(...asked)
    return { refused: 'payment_in_flight' } as const
  }
  const payments = bed.start({ stock: { ...bed.stock, pin } })
  const member = aMember()
  const { paymentId, orderId } = await aReadyPayment(bed, payments, member)
  const refused = await payments.confirmPayment({ paymentId }, member.asking())
  assert.deepEqual(refused, { refused: 'payment_in_flight' })
  assert.equal(bed.stock.find(orderId).state, 'pinned')
  await payments.runJobs()
  assert.equal(bed.stock.find(orderId).state, 'held')
})

/** The provider, but a capture waits until it is told to go on. */
function slowed(provider: PaymentProvider) {
  const asked = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  return {
    ...provider,
    async capture(request: Parameters<PaymentProvider['capture']>[0]) {
      asked.resolve()
      await gate.promise
      return provider.capture(request)
    },
    asked: asked.promise,
    goOn: () => gate.resolve(),
  }
}

/** One turn of the event loop. */
const turn = () => new Promise(resolve => setImmediate(resolve))
