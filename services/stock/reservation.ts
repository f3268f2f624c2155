import type { ReservationState } from '#contracts/stock.ts'

/**
 * Every move of a reservation. What is not here cannot happen. `committed → released` is a paid
 * order that is cancelled; a return leaves the reservation committed.
 */
export const reservationMoves = {
  held: ['pinned', 'released', 'expired'],
  pinned: ['held', 'committed', 'expired'],
  committed: ['released'],
  released: [],
  expired: [],
} as const satisfies Record<ReservationState, readonly ReservationState[]>

/** One move of the table, into one of these states. Another does not compile. */
export type ReservationMove<To extends ReservationState = ReservationState> = {
  readonly [From in ReservationState]: {
    readonly from: From
    readonly to: Extract<(typeof reservationMoves)[From][number], To>
  }
}[ReservationState]

/** What a pin or an unpin needs to know of a reservation. */
export type PinState = {
  readonly state: ReservationState
  readonly expiresAtMs: number
  readonly paymentId: string | null
  readonly attempt: number | null
  /** The highest attempt of the asking payment that has ended; 0 if none has. */
  readonly endedAttempt: number
}

export type PinRequest = { readonly paymentId: string; readonly attempt: number }

type PinDecision =
  | { readonly outcome: 'pin' | 'pinned_already' }
  | { readonly outcome: 'reservation_expired' | 'reservation_ended' | 'payment_in_flight' }

/** May this attempt of this payment pin the reservation? An attempt that has ended never may. */
export function decidePin(current: PinState, request: PinRequest, nowMs: number): PinDecision {
  if (request.attempt <= current.endedAttempt) return { outcome: 'payment_in_flight' }
  switch (current.state) {
    case 'expired':
      return { outcome: 'reservation_expired' }
    case 'released':
      return { outcome: 'reservation_ended' }
    case 'committed':
      return { outcome: 'reservation_ended' }
    case 'pinned':
      if (current.paymentId !== request.paymentId) return { outcome: 'payment_in_flight' }
      if (request.attempt < (current.attempt ?? 0)) return { outcome: 'payment_in_flight' }
      return { outcome: request.attempt === current.attempt ? 'pinned_already' : 'pin' }
    case 'held':
      return { outcome: nowMs >= current.expiresAtMs ? 'reservation_expired' : 'pin' }
  }
}

/** What becomes of the reservation when an attempt ends without money. */
export function decideUnpin(
  current: PinState,
  request: PinRequest,
  nowMs: number,
): 'hold' | 'expire' | 'nothing' {
  const holdsThePin =
    current.state === 'pinned' &&
    current.paymentId === request.paymentId &&
    request.attempt >= (current.attempt ?? 0)
  if (!holdsThePin) return 'nothing'
  return nowMs >= current.expiresAtMs ? 'expire' : 'hold'
}
