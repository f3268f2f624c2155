import { money, times } from '#contracts/money.ts'
import { reservationIdOf } from '#contracts/order-id.ts'
import type { Order, ShippingAddress } from '#contracts/orders.ts'
import type { NewOrder } from './insert-orders-store.ts'
import { firstState, historyOf } from './order.ts'
import type { StoredLine, StoredOrder, StoredReturn } from './order-read-store.ts'
import { promisedRefunds } from './promised-refunds.ts'

/** What is stored sealed. */
type Opened = {
  readonly shippingAddress: ShippingAddress | null
  /** Empty where it was forgotten. */
  readonly reasonOf: (stored: StoredReturn) => string
}

/** An order as its member reads it. */
export function orderView(stored: StoredOrder, { shippingAddress, reasonOf }: Opened): Order {
  const { orderId, dropId, position, state, currency } = stored
  const refundMinorOf = promisedRefunds({ ...stored, refundedMinor: refundedMinorOf(stored) })
  return {
    orderId,
    reservationId: reservationIdOf(orderId),
    ...(dropId === null ? {} : { dropId }),
    ...(position === null ? {} : { position }),
    state,
    lines: stored.lines.map(line => lineView(line, stored)),
    total: money(stored.totalMinor, currency),
    refunded: money(refundedMinorOf(stored), currency),
    ...(shippingAddress === null ? {} : { shippingAddress }),
    ...shipmentOf(stored),
    returns: stored.returns.map(each => ({
      ...returnView(each, reasonOf(each)),
      refund: money(refundMinorOf.get(each.returnId) ?? 0, currency),
    })),
    ...(state === firstState ? { expiresAtMs: stored.expiresAtMs } : {}),
    placedAtMs: stored.placedAtMs,
    history: historyOf({
      awaiting_payment: stored.placedAtMs,
      paid: stored.paidAtMs,
      shipped: stored.shippedAtMs,
      delivered: stored.deliveredAtMs,
      returned: stored.returnedAtMs,
      cancelled: stored.cancelledAtMs,
      expired: stored.expiredAtMs,
    }),
  }
}

/** An order at the moment it is placed: what the answer to its key says for ever. */
export function placedView(order: NewOrder, shippingAddress: ShippingAddress | null): Order {
  const { orderId, placedAtMs, expiresAtMs, total } = order
  return {
    orderId,
    reservationId: reservationIdOf(orderId),
    state: firstState,
    lines: order.lines.map(line => ({
      ...line,
      total: times(line.unitPrice, line.quantity),
      returnedQuantity: 0,
    })),
    total,
    refunded: money(0, total.currency),
    ...(shippingAddress === null ? {} : { shippingAddress }),
    returns: [],
    expiresAtMs,
    placedAtMs,
    history: [{ state: firstState, atMs: placedAtMs }],
  }
}

function lineView(line: StoredLine, order: StoredOrder): Order['lines'][number] {
  const unitPrice = money(line.unitPriceMinor, order.currency)
  const returnedQuantity = order.returns
    .filter(({ state }) => state === 'completed')
    .flatMap(({ lines }) => lines)
    .filter(({ skuId }) => skuId === line.skuId)
    .reduce((sum, { quantity }) => sum + quantity, 0)
  return {
    skuId: line.skuId,
    productId: line.productId,
    title: line.title,
    options: JSON.parse(line.options),
    quantity: line.quantity,
    unitPrice,
    total: times(unitPrice, line.quantity),
    returnedQuantity,
  }
}

function shipmentOf(stored: StoredOrder): Pick<Order, 'shipment'> {
  const { carrier, trackingNumber, shippedAtMs, deliveredAtMs } = stored
  if (carrier === null || trackingNumber === null || shippedAtMs === null) return {}
  const delivered = deliveredAtMs === null ? {} : { deliveredAtMs }
  return { shipment: { carrier, trackingNumber, shippedAtMs, ...delivered } }
}

function returnView(
  stored: StoredReturn,
  reason: string,
): Omit<Order['returns'][number], 'refund'> {
  const { returnId, state, lines, requestedAtMs, completedAtMs } = stored
  return {
    ...{ returnId, state, requestedAtMs },
    lines: lines.map(({ skuId, quantity }) => ({ skuId, quantity })),
    ...(reason === '' ? {} : { reason }),
    ...(completedAtMs === null ? {} : { completedAtMs }),
  }
}

/**
 * Of the payment that paid the order. An order that was never paid shows the money that came for
 * it too late and went back.
 */
export function refundedMinorOf({
  paymentId,
  refunds,
}: Pick<StoredOrder, 'paymentId' | 'refunds'>): number {
  const told = refunds.filter(refund => paymentId === null || refund.paymentId === paymentId)
  return Math.max(0, ...told.map(refund => refund.refundedMinor))
}
