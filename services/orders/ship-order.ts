import assert from 'node:assert/strict'
import type { Order } from '#contracts/orders.ts'
import { type Refusal, refuse } from '#contracts/problems.ts'
import type { Parcel } from './move-orders-store.ts'
import { publishOrders } from './order-live.ts'
import type { StoredOrder } from './order-read-store.ts'
import { refundedMinorOf } from './order-view.ts'
import type { OrdersDeps } from './orders-service.ts'
import { viewOrder } from './read-orders.ts'

type Refused = Refusal<'not_found' | 'illegal_transition'>
type Missing = 'shippingAddress' | 'money'
type Shipped = {
  readonly orderId: string
  readonly outcome: 'shipped' | Refused['refused']
  readonly missing?: Missing
}
type Shipping = Parcel & { readonly orderId: string }

/**
 * A merchant hands an order to a carrier. Telling the same parcel again is no error, because an
 * answer may have been lost; another parcel is.
 */
export async function shipOrder(deps: OrdersDeps, shipping: Shipping): Promise<Order | Refused> {
  const { outcome, missing } = await ship(deps, { ...shipping, evenPaidBack: true })
  if (outcome === 'shipped') return readMoved(deps, shipping.orderId)
  return missing === undefined ? refuse(outcome) : withoutAddress
}

/**
 * Many, one after the other: each has an outcome of its own. Nobody has looked at each of them, so
 * none is shipped whose money went back.
 */
export async function shipOrders(
  deps: OrdersDeps,
  { items }: { readonly items: readonly Shipping[] },
) {
  const outcomes: Shipped[] = []
  for (const shipping of items)
    outcomes.push(await ship(deps, { ...shipping, evenPaidBack: false }))
  return { items: outcomes }
}

/** What a carrier has brought; again, it is no error. */
export async function deliverOrder(
  deps: OrdersDeps,
  { orderId }: { readonly orderId: string },
): Promise<Order | Refused> {
  const { outcome } = await deps.database.write.deliverOrder({ orderId })
  if (outcome === 'moved') await publishOrders(deps, [orderId])
  const order = await readStored(deps, orderId)
  if (order === null) return refuse('not_found')
  return order.deliveredAtMs === null ? refuse('illegal_transition') : viewOrder(deps, order)
}

async function ship(
  deps: OrdersDeps,
  shipping: Shipping & { readonly evenPaidBack: boolean },
): Promise<Shipped> {
  const { orderId, carrier, trackingNumber, evenPaidBack } = shipping
  const before = await readStored(deps, orderId)
  if (before === null) return { orderId, outcome: 'not_found' }
  // An order that was paid a moment ago may still want its member's default address.
  if (before.addressState === 'wanted') await viewOrder(deps, before)
  const parcel = { orderId, carrier, trackingNumber }
  const { outcome } = await deps.database.write.shipOrder({ ...parcel, evenPaidBack })
  if (outcome === 'moved') await publishOrders(deps, [orderId])
  const order = await readStored(deps, orderId)
  const isThisParcel = order?.carrier === carrier && order.trackingNumber === trackingNumber
  if (isThisParcel) return { orderId, outcome: 'shipped' }
  const missing = order?.state === 'paid' ? missingIn(order, evenPaidBack) : null
  return { orderId, outcome: 'illegal_transition', ...(missing === null ? {} : { missing }) }
}

function missingIn(order: StoredOrder, evenPaidBack: boolean): Missing | null {
  const refundedMinor = refundedMinorOf(order)
  const isPaidBack = refundedMinor > 0 && refundedMinor >= order.totalMinor
  if (isPaidBack && !evenPaidBack) return 'money'
  return order.addressState === 'given' ? null : 'shippingAddress'
}

const withoutAddress = refuse('illegal_transition', {
  ...{ missing: 'shippingAddress', detail: 'It has no shipping address yet.' },
})

async function readMoved(deps: OrdersDeps, orderId: string): Promise<Order> {
  const order = await readStored(deps, orderId)
  assert(order !== null, 'an order does not go away')
  return viewOrder(deps, order)
}

async function readStored({ database }: OrdersDeps, orderId: string): Promise<StoredOrder | null> {
  const [order] = await database.read.readOrders({ orderIds: [orderId] })
  return order ?? null
}
