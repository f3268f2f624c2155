import { Type } from 'typebox'
import { event } from './event.ts'
import { Money } from './money.ts'
import { Id, InstantMs } from './words.ts'

/** How a parcel is found. */
export const parcel = {
  carrier: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  trackingNumber: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
}

/** What an order tells of its delivery, and of what comes back. */
export const onTheWay = {
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
      /** In the member's words, until the member is forgotten. */
      reason: Type.Optional(Type.String()),
      /** What its goods cost, as far as it is left of what was paid; once completed, what it brought. */
      refund: Money,
      requestedAtMs: InstantMs,
      completedAtMs: Type.Optional(InstantMs),
    }),
  ),
}

const orderSubject = { orderId: Id, memberId: Id }

/** What orders announces of the way to the member and back; the subject is the orderId. */
export const deliveryFacts = {
  shipped: event(
    'order.shipped',
    Type.Object({
      ...orderSubject,
      carrier: Type.String(),
      trackingNumber: Type.String(),
      titles: Type.Array(Type.String()),
      shippedAtMs: InstantMs,
    }),
  ),
  delivered: event(
    'order.delivered',
    Type.Object({ ...orderSubject, titles: Type.Array(Type.String()), deliveredAtMs: InstantMs }),
  ),
  /** Its last unit came back. */
  returned: event('order.returned', Type.Object({ ...orderSubject, returnedAtMs: InstantMs })),
}

/** What came of one parcel of many. */
export const ShipmentOutcome = Type.Object({
  orderId: Id,
  outcome: Type.Union([
    Type.Literal('shipped'),
    Type.Literal('not_found'),
    Type.Literal('illegal_transition'),
  ]),
  /** Where nothing else keeps it from being shipped. */
  missing: Type.Optional(Type.Literal('shippingAddress')),
})
