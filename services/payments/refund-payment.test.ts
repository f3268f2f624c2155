import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { DataOf } from '#contracts/event.ts'
import { money } from '#contracts/money.ts'
import type { paymentEvents } from '#contracts/payments.ts'
import { refuseField } from '#contracts/problems.ts'
import { uuidv7 } from '#platform/ids.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import {
  aMember,
  aPaymentsBed,
  aReadyPayment,
  type Payments,
  type PaymentsBed,
  readPayment,
} from './a-payments-bed.ts'
import { interruptedAt } from './an-interrupted-process.ts'
import type { PaymentProvider } from './payment-provider.ts'

const merchant = aMember(['merchant'])

test('a merchant gives back a part, then the rest, and each is announced with the sum and the whole', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const { paymentId, member } = await aPaidPayment(bed, payments)
  const part = await askRefund(payments, paymentId, 9_900)
  const half = await readPayment(payments, { paymentId }, member)
  const refund = {
    refundId: 'refundId' in part ? part.refundId : '',
    paymentId,
    amount: money(9_900, 'KRW'),
    reason: 'broken',
    state: 'refunded',
    requestedAtMs: bed.clock.nowMs(),
  } as const
  assert.deepEqual(part, { ...refund, orderId: half.orderId })
  assert.deepEqual([half.state, half.refunded.amountMinor], ['partially_refunded', 9_900])
  assert.deepEqual(half.refunds, [refund])

  await askRefund(payments, paymentId, 10_000)
  const whole = await readPayment(payments, { paymentId }, member)
  assert.deepEqual(
    [whole.state, whole.refunded, whole.refunds.length],
    ['refunded', whole.amount, 2],
  )
  const [, ...refunds] = await bed.announced()
  const told = refunds.map(({ type, version, data }) => {
    const { refundedTotal, captured } = data as DataOf<typeof paymentEvents.refunded>
    return [type, version, refundedTotal, captured]
  })
  const all = money(19_900, 'KRW')
  assert.deepEqual(told, [
    ['payment.refunded', 2, money(9_900, 'KRW'), all],
    ['payment.refunded', 3, all, all],
  ])
})

test('more than was captured is never given back', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const { paymentId } = await aPaidPayment(bed, payments)
  const exceeds = { refused: 'refund_exceeds_capture' }
  assert.deepEqual(await askRefund(payments, paymentId, 19_901), exceeds)
  await askRefund(payments, paymentId, 10_000)
  assert.deepEqual(await askRefund(payments, paymentId, 9_901), exceeds)
  await askRefund(payments, paymentId, 9_900)
  assert.deepEqual(await askRefund(payments, paymentId, 1), exceeds)
})

test('an order’s refund happens once for its id, and takes off what was given back before', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const { paymentId, member } = await aPaidPayment(bed, payments)
  await askRefund(payments, paymentId, 9_900)
  const [refundId, other] = [uuidv7(1), uuidv7(2)]
  const owed = { refundId, paymentId, amountMinor: 19_900, reason: 'The order was cancelled.' }
  const asked = [owed, owed, { ...owed, refundId: other }].map(each =>
    payments.refundOrder(each, merchant.asking()),
  )
  const [rest, nothing] = [{ amountMinor: 10_000 }, { amountMinor: 0 }]
  assert.deepEqual(await Promise.all(asked), [rest, rest, nothing])
  await payments.runJobs()
  const whole = await readPayment(payments, { paymentId }, member)
  assert.deepEqual([whole.state, whole.refunds.length], ['refunded', 2])
  assert.deepEqual(await payments.refundOrder({ ...owed, paymentId: other }, merchant.asking()), {
    refused: 'not_found',
  })
})

test('what was not captured cannot be given back', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const { paymentId } = await aReadyPayment(bed, payments, aMember())
  const early = await askRefund(payments, paymentId, 1)
  assert.deepEqual(early, { refused: 'refund_exceeds_capture' })
  assert.deepEqual(await askRefund(payments, uuidv7(0), 1), { refused: 'not_found' })
})

test('the same key gives the same refund, once; with another amount it is a conflict', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const { paymentId, member } = await aPaidPayment(bed, payments)
  const ask = (amountMinor: number) => askRefund(payments, paymentId, amountMinor, 'same')
  const first = await ask(5_000)
  assert.deepEqual(await ask(5_000), first)
  assert.deepEqual(await ask(5_001), { refused: 'idempotency_conflict' })
  const { refunded } = await readPayment(payments, { paymentId }, member)
  assert.equal(refunded.amountMinor, 5_000)
})

test('an amount that is meant in another currency than the payment’s is not given back', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const { paymentId, member } = await aPaidPayment(bed, payments)
  const ask = (currency: string) =>
    payments.refundPayment(
      { paymentId, amountMinor: 100, currency, reason: 'broken' },
      merchant.asking('same'),
    )
  assert.deepEqual(await ask('USD'), refuseField('currency', 'must be the payment’s, KRW'))
  const given = await ask('KRW')
  assert.deepEqual('amount' in given && given.amount, money(100, 'KRW'))
  assert.deepEqual(await ask('USD'), { refused: 'idempotency_conflict' })
  const { refunded } = await readPayment(payments, { paymentId }, member)
  assert.equal(refunded.amountMinor, 100)
})

test('of two refunds at once that exceed it together, exactly one is refused', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  for (let round = 0; round < 20; round++) {
    const { paymentId } = await aPaidPayment(bed, payments)
    const answers = await Promise.all([
      askRefund(payments, paymentId, 10_000),
      askRefund(payments, paymentId, 10_000),
    ])
    const told = answers.map(answer => ('refused' in answer ? answer.refused : answer.state))
    assert.deepEqual(told.sort(), ['refund_exceeds_capture', 'refunded'])
  }
})

test('whatever is asked for at once, the sum given back is the sum in the books, within the capture', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const amounts = fc.array(fc.integer({ min: 1, max: 12_000 }), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(amounts, async asked => {
      const { paymentId, member } = await aPaidPayment(bed, payments)
      await Promise.all(asked.map(amountMinor => askRefund(payments, paymentId, amountMinor)))
      const { amount, refunded, refunds } = await readPayment(payments, { paymentId }, member)
      const sum = refunds.reduce((total, each) => total + each.amount.amountMinor, 0)
      assert.equal(refunded.amountMinor, sum)
      assert.ok(sum <= amount.amountMinor)
      assert.equal(await leftAtProvider(bed.deps.provider, paymentId), amount.amountMinor - sum)
    }),
    { numRuns: 25 },
  )
})

test('a refund whose answer was lost is asked for until it is given, and given once', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const losing = {
    ...bed.deps.provider,
    refund: async (request: Parameters<PaymentProvider['refund']>[0]) => {
      await bed.deps.provider.refund(request)
      throw new Error('the line was cut')
    },
  }
  const { paymentId, member } = await aPaidPayment(bed, payments)
  const answer = await askRefund(bed.start({ provider: losing }), paymentId, 5_000, 'k')
  assert.ok('state' in answer && answer.state === 'requested')
  assert.equal((await readPayment(payments, { paymentId }, member)).state, 'captured')
  await bed.settle(payments)
  const told = await askRefund(payments, paymentId, 5_000, 'k')
  assert.deepEqual(told, { ...answer, state: 'refunded' })
  assert.equal(await leftAtProvider(bed.deps.provider, paymentId), 14_900)
})

test('a bank that cannot be reached is asked again until the refund is given', async () => {
  await using bed = await aPaymentsBed()
  let asked = 0
  const refund: PaymentProvider['refund'] = async request => {
    asked += 1
    return asked < 4 ? { outcome: 'unknown' } : bed.deps.provider.refund(request)
  }
  const payments = bed.start({ provider: { ...bed.deps.provider, refund } })
  const { paymentId, member } = await aPaidPayment(bed, payments)
  await askRefund(payments, paymentId, 19_900)
  await bed.settle(payments)
  assert.equal((await readPayment(payments, { paymentId }, member)).state, 'refunded')
  assert.equal(asked, 4)
})

test('killed or stalled between any two steps of a refund, the money goes back once', async () => {
  await using bed = await aPaymentsBed()
  const calls = ['write.requestRefund', 'provider.refund', 'write.writeRefunded'] as const
  const points = calls.flatMap(call => [
    { call, at: 'before' } as const,
    { call, at: 'after' } as const,
  ])
  for (const point of points) {
    for (const fault of ['killed', 'stalled'] as const) {
      const payments = bed.start()
      const { paymentId, member } = await aPaidPayment(bed, payments)
      const stopped = interruptedAt({ ...bed.deps, clock: virtualClock(bed.clock.nowMs()) }, point)
      const refunding = askRefund(bed.start(stopped.deps), paymentId, 5_000)
      await stopped.reached
      await bed.settle(payments)
      if (fault === 'stalled') {
        stopped.goOn()
        await refunding
      }
      const { refunded } = await readPayment(payments, { paymentId }, member)
      const neverAsked =
        fault === 'killed' && point.call === 'write.requestRefund' && point.at === 'before'
      const given = neverAsked ? 0 : 5_000
      assert.equal(refunded.amountMinor, given, `${fault} ${point.at} ${point.call}`)
      assert.equal(await leftAtProvider(bed.deps.provider, paymentId), 19_900 - given)
    }
  }
})

test('what is refused by stock gives back only what a merchant had not given back before', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const { paymentId, orderId, reservationId, member } = await aPaidPayment(bed, payments)
  await askRefund(payments, paymentId, 4_900)
  const data = JSON.stringify({ paymentId, orderId, reservationId, atMs: 0 })
  const type = 'stock.commit_refused'
  const row = { number: 1, type, subject: paymentId, version: 1, timeMs: 0, data }
  await bed.deps.database.events.consume({ source: 'stock', after: 0, rows: [row] })
  await payments.runJobs()
  const { state, refunds } = await readPayment(payments, { paymentId }, member)
  const amounts = refunds.map(each => each.amount.amountMinor).sort()
  assert.deepEqual([state, amounts], ['refunded', [15_000, 4_900]])
})

async function aPaidPayment(bed: PaymentsBed, payments: Payments) {
  const member = aMember()
  const ready = await aReadyPayment(bed, payments, member)
  const { paymentId } = ready
  const paid = await payments.confirmPayment({ paymentId }, member.asking())
  assert.deepEqual(paid, { paymentId, state: 'captured' })
  return { ...ready, member }
}

function askRefund(payments: Payments, paymentId: string, amountMinor: number, key?: string) {
  return payments.refundPayment({ paymentId, amountMinor, reason: 'broken' }, merchant.asking(key))
}

/** What the provider would still give back, found by asking; it asks for nothing in the end. */
async function leftAtProvider(provider: PaymentProvider, paymentId: string): Promise<number> {
  let left = 0
  for (let step = 2 ** 15; step >= 1; step /= 2) {
    const asked = { refundId: uuidv7(0), paymentId, amount: money(step, 'KRW') }
    if ((await provider.refund(asked)).outcome === 'refunded') left += step
  }
  return left
}
