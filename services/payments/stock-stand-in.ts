import type { DataOf } from '#contracts/event.ts'
import { type Money, money } from '#contracts/money.ts'
import { orderIdOf, reservationIdOf } from '#contracts/order-id.ts'
import type { paymentEvents } from '#contracts/payments.ts'
import { refuse } from '#contracts/problems.ts'
import type { ReservationRecord } from '#contracts/stock.ts'
import { uuidv7 } from '#platform/ids.ts'
import type { Clock } from '#platform/time/clock.ts'
import type { PaymentsDeps } from './payments-deps.ts'

type Kept = ReservationRecord & { paymentId: string | null; attempt: number }
type Captured = DataOf<typeof paymentEvents.captured>
type Hold = { readonly memberId: string; readonly total?: Money; readonly holdMs?: number }

export type StockStandIn = PaymentsDeps['stock'] & {
  hold(wanted: Hold): ReservationRecord
  /** The member lets it go, if it is only held. */
  release(reservationId: string): void
  /** Sells what is pinned for this payment. */
  commit(captured: Captured): 'committed' | 'refused'
  find(orderId: string): Kept
}

/**
 * Stands in for stock in the tests of payments: reservations and pins, by stock's rules, in memory.
 * The real one stands behind payments in the journeys.
 */
export function stockStandIn(clock: Clock): StockStandIn {
  const reservations = new Map<string, Kept>()
  const endedAttempts = new Map<string, number>()

  function look(reservationId: string): Kept | null {
    const found = reservations.get(reservationId)
    if (found === undefined) return null
    if (found.state === 'held' && clock.nowMs() >= found.expiresAtMs) found.state = 'expired'
    return found
  }

  return {
    async findReservation({ orderId, memberId }) {
      // As it stands in stock's table: a hold that is over may not have been let go yet.
      const found = reservations.get(reservationIdOf(orderId))
      return found?.memberId === memberId ? { ...found } : refuse('not_found')
    },

    async pin({ reservationId, paymentId, attempt }) {
      const found = look(reservationId)
      if (found === null) return refuse('not_found')
      if (attempt <= (endedAttempts.get(paymentId) ?? 0)) return refuse('payment_in_flight')
      if (found.state === 'expired') return refuse('reservation_expired')
      if (found.state === 'pinned' && (found.paymentId !== paymentId || found.attempt > attempt)) {
        return refuse('payment_in_flight')
      }
      if (found.state !== 'held' && found.state !== 'pinned') return refuse('reservation_ended')
      Object.assign(found, { state: 'pinned', paymentId, attempt })
      return { state: 'pinned' }
    },

    async unpin({ reservationId, paymentId, attempt }) {
      const found = look(reservationId)
      if (found === null) return refuse('not_found')
      endedAttempts.set(paymentId, Math.max(attempt, endedAttempts.get(paymentId) ?? 0))
      const pinned = found.state === 'pinned' && found.paymentId === paymentId
      if (pinned && attempt >= found.attempt) {
        found.state = clock.nowMs() >= found.expiresAtMs ? 'expired' : 'held'
      }
      return { state: found.state }
    },

    hold({ memberId, total = money(19_900, 'KRW'), holdMs = 600_000 }) {
      const reservationId = uuidv7(clock.nowMs())
      const kept: Kept = {
        ...{ reservationId, orderId: orderIdOf(reservationId), memberId, state: 'held', total },
        ...{ lines: [], expiresAtMs: clock.nowMs() + holdMs, reservedAtMs: clock.nowMs() },
        ...{ version: 1, dropId: null, position: null, paymentId: null, attempt: 0 },
      }
      reservations.set(reservationId, kept)
      return { ...kept }
    },

    release(reservationId) {
      const found = look(reservationId)
      if (found?.state === 'held') found.state = 'released'
    },

    commit({ reservationId, paymentId }) {
      const found = look(reservationId)
      const own = found?.paymentId === paymentId
      if (found?.state === 'pinned' && own) found.state = 'committed'
      return found?.state === 'committed' && own ? 'committed' : 'refused'
    },

    find(orderId) {
      const found = look(reservationIdOf(orderId))
      if (found === null) throw new Error(`there is no order ${orderId}`)
      return found
    },
  }
}
