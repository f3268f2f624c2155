import { orderIdOf } from '#contracts/order-id.ts'
import type { ReservationRow } from './stock-tables.ts'

type Released = {
  readonly reservationId: string
  readonly memberId: string
  /** Null for a regular order's. */
  readonly dropId: string | null
  /** That which the reservation has by its end. */
  readonly version: number
}

/** `stock.released`: a reservation has ended, and its units are free again. */
export function releasedFact(
  { reservationId, memberId, dropId, version }: Released,
  how: 'expired' | 'released',
  releasedAtMs: number,
) {
  return {
    type: 'stock.released',
    subject: reservationId,
    version,
    data: {
      reservationId,
      orderId: orderIdOf(reservationId),
      memberId,
      dropId,
      reason: how === 'expired' ? 'expired' : 'cancelled',
      releasedAtMs,
    },
  }
}

/** What ends with the move of this row, a regular order's reservation. */
export const regularOf = (row: ReservationRow): Released => ({
  reservationId: row.reservation_id,
  memberId: row.member_id,
  dropId: null,
  version: row.version + 1,
})
