import type { Money } from '#contracts/money.ts'
import type { Order } from '#contracts/orders.ts'
import type { Payment } from '#contracts/payments.ts'

/** What the checkout shows. */
export type CheckoutScene =
  | { readonly is: 'due' | 'looking' | 'pending' | 'paid' }
  | { readonly is: 'lost'; readonly money: LostMoney }

/** What became of the money for an order that came to nothing. */
export type LostMoney =
  | { readonly is: 'unknown' | 'notCharged' }
  | { readonly is: 'refunding' | 'refunded'; readonly amount: Money }

type SeenPayment = Pick<Payment, 'state' | 'amount' | 'capturedAtMs'>

type Seen = {
  readonly order: Pick<Order, 'state'>
  /** By the server's clock. */
  readonly isTimeOver: boolean
  /** Undefined until they were read. */
  readonly payments: readonly SeenPayment[] | undefined
  /** They were read since the order moved, and since its time was over. */
  readonly isLatest: boolean
  /** They could not be read. */
  readonly hasFailed: boolean
  /** A press of this page asks for the money, and has no answer yet. */
  readonly isConfirming: boolean
}

/**
 * Where the order and its payments are. A payment that is under way keeps the unit beyond the end of
 * the hold, so the clock alone ends nothing: the payments are looked at once more.
 */
export function checkoutScene({ order: { state }, payments, ...seen }: Seen): CheckoutScene {
  const { isTimeOver, isLatest, hasFailed, isConfirming } = seen
  const lost = { is: 'lost', money: moneyOf(payments, isLatest) } as const
  if (state === 'expired') return lost
  if (state === 'cancelled') {
    // Whether something unpaid was let go, or something paid cancelled, only the payments tell.
    if (lost.money.is !== 'unknown' || hasFailed) return lost
    return { is: payments === undefined ? 'looking' : 'due' }
  }
  const isAny = (wanted: Payment['state']) => payments?.some(payment => payment.state === wanted)
  if (state !== 'awaiting_payment' || isAny('captured')) return { is: 'paid' }
  if (isAny('confirming')) return { is: 'pending' }
  if (!isTimeOver || isConfirming) return { is: 'due' }
  if (payments === undefined) return { is: 'looking' }
  return isLatest ? lost : { is: 'due' }
}

function moneyOf(payments: readonly SeenPayment[] = [], isLatest: boolean): LostMoney {
  const captured = payments.find(({ capturedAtMs }) => capturedAtMs !== undefined)
  if (captured === undefined) return { is: isLatest ? 'notCharged' : 'unknown' }
  const { state, amount } = captured
  return { is: state === 'refunded' ? 'refunded' : 'refunding', amount }
}
