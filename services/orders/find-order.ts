import assert from 'node:assert/strict'
import { isRefusal } from '#contracts/problems.ts'
import type { ReservationRecord } from '#contracts/stock.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { NewOrder } from './insert-orders-store.ts'
import type { StoredOrder } from './order-read-store.ts'
import type { OrdersDeps } from './orders-service.ts'

/**
 * The member's order. It exists from the moment of its reservation: asked for before the event
 * came, it is made from the reservation. Null where there is none, or it is someone else's.
 */
export async function findOrder(
  { database, stock }: Pick<OrdersDeps, 'database' | 'stock'>,
  { orderId, memberId }: { readonly orderId: string; readonly memberId: string },
): Promise<StoredOrder | null> {
  const orderIds = [orderId]
  const [known] = await database.read.readOrders({ orderIds })
  if (known !== undefined) return known.memberId === memberId ? known : null
  const reservation = await stock.findReservation({ memberId, orderId }, fromService)
  if (isRefusal(reservation)) return null
  await database.write.makeOrder({ order: orderOfReservation(reservation) })
  const [made] = await database.read.readOrders({ orderIds })
  assert(made !== undefined, 'an order that was just made is there')
  return made
}

/** As the event of the reservation makes it: what became of it since, later events tell. */
export function orderOfReservation(reservation: ReservationRecord): NewOrder {
  const { orderId, memberId, dropId, position, lines, total } = reservation
  const { reservedAtMs, expiresAtMs } = reservation
  return {
    orderId,
    memberId,
    dropId,
    position,
    lines,
    total,
    placedAtMs: reservedAtMs,
    expiresAtMs,
  }
}
