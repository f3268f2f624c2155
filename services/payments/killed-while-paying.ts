import { virtualClock } from '#platform/time/virtual-clock.ts'
import type { Member, PaymentsBed } from './a-payments-bed.ts'
import { type BreakPoint, interruptedAt } from './an-interrupted-process.ts'

/** Lets a process confirm a payment, up to a break point, from which it never comes back. */
export async function killedWhilePaying(
  bed: PaymentsBed,
  member: Member,
  paymentId: string,
  point: BreakPoint,
): Promise<void> {
  const killed = interruptedAt({ ...bed.deps, clock: virtualClock(bed.clock.nowMs()) }, point)
  void bed.start(killed.deps).confirmPayment({ paymentId }, member.asking())
  await killed.reached
}
