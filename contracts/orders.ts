import { type Static, Type } from 'typebox'
import { keptDeadLettersApi } from './dead-letters.ts'
import { event } from './event.ts'
import { Money } from './money.ts'
import { type Api, operation, type Streams } from './operation.ts'
import { Id, InstantMs, list, page, Quantity, strict } from './words.ts'

export const OrderState = Type.Union([
  Type.Literal('awaiting_payment'),
  Type.Literal('paid'),
  Type.Literal('shipped'),
  Type.Literal('delivered'),
  Type.Literal('returned'),
  Type.Literal('cancelled'),
  Type.Literal('expired'),
])
export type OrderState = Static<typeof OrderState>

/** Where an order goes. Personal data: stored encrypted, never in an event. */
export const ShippingAddress = strict({
  recipient: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  phone: Type.String({ minLength: 5, maxLength: 30, pattern: '^[0-9+() -]+$' }),
  postalCode: Type.String({ minLength: 3, maxLength: 12, pattern: '^[0-9A-Za-z -]+$' }),
  line1: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  line2: Type.Optional(Type.String({ maxLength: 200 })),
})
export type ShippingAddress = Static<typeof ShippingAddress>

const OrderLine = Type.Object({
  skuId: Id,
  productId: Id,
  title: Type.String(),
  options: Type.Record(Type.String(), Type.String()),
  quantity: Type.Integer(),
  unitPrice: Money,
  total: Money,
  returnedQuantity: Type.Integer(),
})

export const Order = Type.Object({
  orderId: Id,
  reservationId: Id,
  dropId: Type.Optional(Id),
  position: Type.Optional(Type.Integer()),
  state: OrderState,
  lines: Type.Array(OrderLine),
  total: Money,
  refunded: Money,
  shippingAddress: Type.Optional(ShippingAddress),
  shipment: Type.Optional(
    Type.Object({
      carrier: Type.String(),
      trackingNumber: Type.String(),
      shippedAtMs: InstantMs,
      deliveredAtMs: Type.Optional(InstantMs),
    }),
  ),
  returns: Type.Array(
    Type.Object({
      returnId: Id,
      state: Type.Union([Type.Literal('requested'), Type.Literal('completed')]),
      lines: Type.Array(Type.Object({ skuId: Id, quantity: Type.Integer() })),
      refund: Money,
      requestedAtMs: InstantMs,
      completedAtMs: Type.Optional(InstantMs),
    }),
  ),
  expiresAtMs: Type.Optional(InstantMs),
  placedAtMs: InstantMs,
  history: Type.Array(Type.Object({ state: OrderState, atMs: InstantMs })),
})
export type Order = Static<typeof Order>

const orderPath = strict({ orderId: Id })

export const ordersApi = {
  placeOrder: operation({
    summary: 'Orders SKUs of the regular sale: all lines are held, or none',
    access: 'verified',
    route: 'POST /api/orders',
    status: 201,
    keyed: true,
    text: true,
    input: strict({
      items: Type.Array(strict({ skuId: Id, quantity: Quantity }), { minItems: 1, maxItems: 50 }),
      shippingAddress: Type.Optional(ShippingAddress),
    }),
    output: Order,
    refusals: [
      'sold_out',
      'drop_only',
      'not_found',
      'invalid_request',
      'idempotency_conflict',
      'try_again',
    ],
  }),
  listOrders: operation({
    summary: 'The member’s orders, the newest first',
    access: 'member',
    route: 'GET /api/orders',
    input: strict({ ...page }),
    output: list(Order),
    refusals: ['invalid_request'],
  }),
  readOrder: operation({
    summary: 'One order. It exists from the moment of its reservation',
    access: 'member',
    route: 'GET /api/orders/:orderId',
    input: orderPath,
    output: Order,
    refusals: ['not_found', 'try_again'],
  }),
  setShippingAddress: operation({
    summary: 'Where the order goes, until it is shipped',
    access: 'member',
    route: 'PUT /api/orders/:orderId/shipping-address',
    input: strict({ orderId: Id, ...ShippingAddress.properties }),
    output: Order,
    refusals: ['not_found', 'illegal_transition', 'try_again'],
  }),
  cancelOrder: operation({
    summary: 'Cancels an unpaid order: its reservation is released. Repeating it is no error',
    access: 'member',
    route: 'POST /api/orders/:orderId/cancellation',
    input: orderPath,
    output: Order,
    refusals: ['not_found', 'order_not_cancellable', 'reservation_pinned', 'try_again'],
  }),
  ...keptDeadLettersApi,
} as const satisfies Api

export const orderStreams = {
  order: {
    summary: 'The order as it moves',
    route: 'GET /api/orders/:orderId/live',
    access: 'member',
    event: 'order',
    snapshot: 'readOrder',
    topic: ({ orderId }) => `order:${orderId}`,
  },
} as const satisfies Streams

const orderSubject = { orderId: Id, memberId: Id }

/** Subject of all of these: the orderId. */
export const orderEvents = {
  placed: event(
    'order.placed',
    Type.Object({ ...orderSubject, total: Money, placedAtMs: InstantMs }),
  ),
  paid: event(
    'order.paid',
    Type.Object({
      ...orderSubject,
      total: Money,
      titles: Type.Array(Type.String()),
      paidAtMs: InstantMs,
    }),
  ),
  cancelled: event('order.cancelled', Type.Object({ ...orderSubject, cancelledAtMs: InstantMs })),
  expired: event('order.expired', Type.Object({ ...orderSubject, expiredAtMs: InstantMs })),
}
