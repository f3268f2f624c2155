import { useEffect, useRef } from 'react'
import type { Payment } from '#contracts/payments.ts'
import { endAttempt } from './pay-keys.ts'

type Looked = readonly Pick<Payment, 'paymentId' | 'state'>[]

/**
 * The payments that the bank has declined since the last look. One that was declined before may be
 * asked for anew at this moment, and that attempt keeps its key.
 */
export const declinedSince = (before: Looked, now: Looked): readonly string[] => {
  const known = new Set(declinedIn(before))
  return declinedIn(now).filter(paymentId => !known.has(paymentId))
}

const declinedIn = (looked: Looked) =>
  looked.filter(({ state }) => state === 'declined').map(({ paymentId }) => paymentId)

/**
 * A decline that came after the answer, from a bank that had asked for time, ends the attempt too:
 * with its key kept, the next press would be told the old decline and the bank not asked.
 */
export function useDeclinedAttempts(payments: Looked): void {
  const before = useRef<Looked>([])
  useEffect(() => {
    for (const paymentId of declinedSince(before.current, payments)) endAttempt(paymentId)
    before.current = payments
  }, [payments])
}
