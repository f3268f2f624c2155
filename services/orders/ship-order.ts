import assert from 'node:assert/strict'
import type { Order } from '#contracts/orders.ts'
import { type Refusal, refuse } from '#contracts/problems.ts'
import type { Parcel } from './move-orders-store.ts'
import { publishOrders } from './order-live.ts'
import type { StoredOrder } from './order-read-store.ts'
import type { OrdersDeps } from './orders-service.ts'
import { viewOrder } from './read-orders.ts'

type Refused = Refusal<'not_found' | 'illegal_transition'>
type Shipped = {
  readonly orderId: string
  readonly outcome: 'shipped' | Refused['refused']
  readonly missing?: 'shippingAddress'
}
type Shipping = Parcel & { readonly orderId: string }

/**
 * A merchant hands an order to a carrier. Telling the same parcel again is no error, because an
 * answer may have been lost; another parcel is.
 */
export async function shipOrder(deps: OrdersDeps, shipping: Shipping): Promise<Order | Refused> {
  const outcome = await ship(deps, shipping)
  if (outcome === 'shipped') return readMoved(deps, shipping.orderId)
  return outcome === 'no_address' ? withoutAddress : refuse(outcome)
}

/** Many, one after the other: each has an outcome of its own. */
export async function shipOrders(
  deps: OrdersDeps,
  { items }: { readonly items: readonly Shipping[] },
) {
  const outcomes: Shipped[] = []
  for (const shipping of items) {
    const { orderId } = shipping
    const outcome = await ship(deps, shipping)
    outcomes.push(
      outcome === 'no_address'
        ? { orderId, outcome: 'illegal_transition', missing: 'shippingAddress' }
        : { orderId, outcome },
    )
  }
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

async function ship(deps: OrdersDeps, shipping: Shipping) {
  const { orderId, carrier, trackingNumber } = shipping
  const before = await readStored(deps, orderId)
  if (before === null) return 'not_found'
  // An order that was paid a moment ago may still want its member's default address.
  if (before.addressState === 'wanted') await viewOrder(deps, before)
  const { outcome } = await deps.database.write.shipOrder({ orderId, carrier, trackingNumber })
  if (outcome === 'moved') await publishOrders(deps, [orderId])
  const order = await readStored(deps, orderId)
  const isThisParcel = order?.carrier === carrier && order.trackingNumber === trackingNumber
  if (isThisParcel) return 'shipped'
  const isOnlyWithoutAddress = order?.state === 'paid' && order.addressState !== 'given'
  return isOnlyWithoutAddress ? 'no_address' : 'illegal_transition'
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
