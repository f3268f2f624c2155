import { type Static, Type } from 'typebox'
import { cartOperations } from './cart.ts'
import { keptDeadLettersApi } from './dead-letters.ts'
import { boughtGoods, deliveryFacts, onTheWay, parcel, ShipmentOutcome } from './delivery-facts.ts'
import { event } from './event.ts'
import { Money } from './money.ts'
import { type Api, operation, type Streams } from './operation.ts'
import { Payment } from './payments.ts'
import { personalOrderOperations } from './personal-orders.ts'
import { Id, InstantMs, list, page, Quantity, Reason, strict } from './words.ts'

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
  ...onTheWay,
  expiresAtMs: Type.Optional(InstantMs),
  placedAtMs: InstantMs,
  history: Type.Array(Type.Object({ state: OrderState, atMs: InstantMs })),
})
export type Order = Static<typeof Order>

const orderPath = strict({ orderId: Id })

export const ordersApi = {
  ...cartOperations,
  placeOrder: operation({
    summary: 'Orders SKUs of the regular sale, named or from the cart: all lines are held, or none',
    access: 'verified',
    route: 'POST /api/orders',
    status: 201,
    keyed: true,
    text: true,
    input: strict({
      items: Type.Optional(
        Type.Array(strict({ skuId: Id, quantity: Quantity }), { minItems: 1, maxItems: 50 }),
      ),
      /** Instead of items: what lies in the cart, which is taken out of it. */
      fromCart: Type.Optional(Type.Literal(true)),
      shippingAddress: Type.Optional(ShippingAddress),
      /** What the shopper was shown. Where it would cost anything else, nothing is ordered. */
      seenTotal: Type.Optional(Money),
    }),
    output: Order,
    refusals: [
      'sold_out',
      'gone',
      'drop_only',
      'price_changed',
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
    summary: 'Cancels an order until it is shipped; what was paid goes back. Repeating is no error',
    access: 'member',
    route: 'POST /api/orders/:orderId/cancellation',
    input: orderPath,
    output: Order,
    refusals: ['not_found', 'order_not_cancellable', 'reservation_pinned', 'try_again'],
  }),
  requestReturn: operation({
    summary: 'Asks to return lines of a delivered order, or all that is left of it',
    access: 'member',
    route: 'POST /api/orders/:orderId/returns',
    keyed: 'optional',
    input: strict({
      orderId: Id,
      lines: Type.Optional(
        Type.Array(strict({ skuId: Id, quantity: Quantity }), { minItems: 1, maxItems: 50 }),
      ),
      reason: Reason,
    }),
    output: Order,
    refusals: [
      'not_found',
      'illegal_transition',
      'idempotency_conflict',
      'return_window_closed',
      'return_exceeds_order',
      'invalid_request',
      'try_again',
    ],
  }),

  listAllOrders: operation({
    summary:
      'All orders, the newest first; q is an orderId or its first eight digits and more, a reservationId, a whole e-mail address, or a receipt’s place as dropId#position',
    access: 'merchant',
    route: 'GET /api/admin/orders',
    input: strict({
      q: Type.Optional(Type.String({ minLength: 1, maxLength: 254 })),
      state: Type.Optional(OrderState),
      /** Only those of which something is on its way back; together with neither q nor state. */
      returns: Type.Optional(Type.Literal('requested')),
      ...page,
    }),
    output: list(Order),
    refusals: ['invalid_request', 'try_again'],
  }),
  listOrderPayments: operation({
    summary: 'How an order was paid: its payments with their refunds, the newest first',
    access: 'merchant',
    route: 'GET /api/admin/orders/:orderId/payments',
    input: strict({ orderId: Id, ...page }),
    output: list(Payment),
    refusals: ['not_found', 'invalid_request'],
  }),
  shipOrder: operation({
    summary:
      'Tells that a paid order was handed to a carrier; one without an address is refused with missing: shippingAddress',
    access: 'merchant',
    route: 'POST /api/admin/orders/:orderId/shipment',
    input: strict({ orderId: Id, ...parcel }),
    output: Order,
    refusals: ['not_found', 'illegal_transition', 'try_again'],
  }),
  shipOrders: operation({
    summary: 'The same of many orders; each has an outcome of its own',
    access: 'merchant',
    route: 'POST /api/admin/shipments',
    input: strict({
      items: Type.Array(strict({ orderId: Id, ...parcel }), { minItems: 1, maxItems: 100 }),
    }),
    output: Type.Object({ items: Type.Array(ShipmentOutcome) }),
    refusals: ['try_again'],
  }),
  deliverOrder: operation({
    summary: 'Tells that a shipped order has arrived',
    access: 'merchant',
    route: 'POST /api/admin/orders/:orderId/delivery',
    input: orderPath,
    output: Order,
    refusals: ['not_found', 'illegal_transition', 'try_again'],
  }),
  cancelPaidOrder: operation({
    summary:
      'Cancels a paid order that is not shipped: its units go back, and what is left of its money. Repeating is no error',
    access: 'merchant',
    route: 'POST /api/admin/orders/:orderId/cancellation',
    input: orderPath,
    output: Order,
    refusals: ['not_found', 'order_not_cancellable', 'try_again'],
  }),
  completeReturn: operation({
    summary: 'The goods are back: units and money follow. Repeating it is no error',
    access: 'merchant',
    route: 'POST /api/admin/returns/:returnId/completion',
    input: strict({ returnId: Id }),
    output: Order,
    refusals: ['not_found', 'illegal_transition', 'try_again'],
  }),
  ...personalOrderOperations,
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
    Type.Object({ ...orderSubject, total: Money, ...boughtGoods, paidAtMs: InstantMs }),
  ),
  cancelled: event('order.cancelled', Type.Object({ ...orderSubject, cancelledAtMs: InstantMs })),
  expired: event('order.expired', Type.Object({ ...orderSubject, expiredAtMs: InstantMs })),
  ...deliveryFacts,
}
