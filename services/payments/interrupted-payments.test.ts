import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Payment } from '#contracts/payments.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import {
  aMember,
  aPaymentsBed,
  aReadyPayment,
  type Member,
  type Payments,
  type PaymentsBed,
  readPayment,
} from './a-payments-bed.ts'
import { type BreakPoint, interruptedAt } from './an-interrupted-process.ts'
import { killedWhilePaying } from './killed-while-paying.ts'

test('killed when it had pinned, before it asked the bank: the payment is completed', async () => {
  await using bed = await aPaymentsBed()
  const member = aMember()
  const ready = await aReadyPayment(bed, bed.start(), member)
  await killedWhilePaying(bed, member, ready.paymentId, { call: 'stock.pin', at: 'after' })
  const payments = bed.start()
  await payments.runJobs()
  assert.equal((await readPayment(payments, ready, member)).state, 'captured')
})

test('killed before it pinned, and the hold is over: nothing is taken, and nothing can be', async () => {
  await using bed = await aPaymentsBed()
  const member = aMember()
  const held = bed.stock.hold({ memberId: member.memberId, holdMs: 5_000 })
  const ready = await aReadyPayment(bed, bed.start(), member, held)
  const { paymentId } = ready
  await killedWhilePaying(bed, member, paymentId, { call: 'stock.pin', at: 'before' })
  bed.clock.advance(5_000)
  const payments = bed.start()
  await payments.runJobs()
  assert.equal((await readPayment(payments, ready, member)).state, 'voided')
  const answer = await payments.confirmPayment({ paymentId }, member.asking())
  assert.deepEqual(answer, { refused: 'reservation_expired' })
})

const breakPoints: readonly BreakPoint[] = (
  [
    'write.beginAttempt',
    'stock.pin',
    'provider.capture',
    'write.writeCaptured',
    'write.writeDeclined',
    'write.handOver',
    'stock.unpin',
    'write.writeUnpinned',
  ] as const
).flatMap(call => [
  { call, at: 'before' },
  { call, at: 'after' },
])

const fates = ['sim_capture', 'sim_decline', 'sim_lost'] as const

/** What happens while nobody works at the payment. */
const meantimes = ['nothing', 'the hold ends', 'another payment is made'] as const

/** `killed` never comes back; `stalled` goes on after all was settled without it. */
const faults = ['killed', 'stalled'] as const

test('killed or stalled between any two steps, money and units end as they should', async () => {
  await using bed = await aPaymentsBed()
  let reached = 0
  for (const fault of faults) {
    for (const meantime of meantimes) {
      for (const fate of fates) {
        for (const point of breakPoints) {
          const label = `${fault} ${point.at} ${point.call}, ${fate}, ${meantime}`
          if (await survives(bed, { fault, meantime, fate, point, label })) reached += 1
        }
      }
    }
  }
  // Each fate passes the points of its own path only.
  assert.equal(reached, 2 * 3 * (4 * 2 + 6 * 2 + 4 * 2))
})

type Case = {
  readonly fault: (typeof faults)[number]
  readonly meantime: (typeof meantimes)[number]
  readonly fate: (typeof fates)[number]
  readonly point: BreakPoint
  readonly label: string
}

/** Returns whether the path of this case came by its break point. */
async function survives(bed: PaymentsBed, { fault, meantime, fate, point, label }: Case) {
  const payments = bed.start()
  const member = aMember()
  const held = bed.stock.hold({ memberId: member.memberId, holdMs: 3_600_000 })
  const ready = await aReadyPayment(bed, payments, member, held)
  const other = await aReadyPayment(bed, payments, member, held)
  // Time stands still for a process that is stopped, lest its deadline passes.
  const stopped = interruptedAt({ ...bed.deps, clock: virtualClock(bed.clock.nowMs()) }, point)
  const paying = bed
    .start(stopped.deps)
    .confirmPayment({ paymentId: ready.paymentId, providerKey: fate }, member.asking())
  const reached = await Promise.race([stopped.reached.then(() => true), paying.then(() => false)])

  if (meantime === 'the hold ends') bed.clock.advance(3_600_000)
  if (meantime === 'another payment is made') {
    await payments.confirmPayment({ paymentId: other.paymentId }, member.asking())
  }
  await bed.settle(payments)
  if (fault === 'stalled') {
    stopped.goOn()
    const told = await paying
    await bed.settle(payments)
    const { state } = await readPayment(payments, ready, member)
    if ('state' in told && told.state !== 'pending') assert.equal(state, told.state, label)
  }
  await isHonest(bed, payments, { member, orderId: held.orderId, pair: [ready, other], label })
  return reached
}

type Outcome = {
  readonly member: Member
  readonly orderId: string
  readonly pair: readonly { readonly paymentId: string }[]
  readonly label: string
}

/** Captured and not given back is the one payment for which stock has sold; all else is nothing. */
async function isHonest(bed: PaymentsBed, payments: Payments, outcome: Outcome): Promise<void> {
  const { member, orderId, pair, label } = outcome
  const reservation = bed.stock.find(orderId)
  assert.notEqual(reservation.state, 'pinned', label)
  let paid = 0
  for (const each of pair) {
    const payment = await readPayment(payments, each, member)
    assert.notEqual(payment.state, 'confirming', label)
    assert.equal(await isTaken(bed, payment), isCaptured(payment), label)
    const kept = isCaptured(payment) && payment.state !== 'refunded'
    const sold = reservation.state === 'committed' && reservation.paymentId === each.paymentId
    assert.equal(kept, sold, label)
    if (kept) paid += 1
    assert.ok(
      payment.refunds.every(refund => refund.state === 'refunded'),
      label,
    )
  }
  assert.equal(paid, reservation.state === 'committed' ? 1 : 0, label)
  bed.clock.advance(61_000)
  const left = await bed.deps.database.write.claimOpenWork({ providers: ['simulator'], limit: 10 })
  assert.deepEqual(left, [], label)
}

const isCaptured = ({ capturedAtMs }: Payment): boolean => capturedAtMs !== undefined

async function isTaken({ deps }: PaymentsBed, { paymentId }: Payment): Promise<boolean> {
  return (await deps.provider.lookup({ paymentId, attempt: 99 })).outcome === 'captured'
}
