import { type Static, Type } from 'typebox'
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

const BoughtGoods = Type.Object({
  title: Type.String(),
  options: Type.Record(Type.String(), Type.String()),
  quantity: Type.Integer(),
})
export type BoughtGoods = Static<typeof BoughtGoods>

/** What was bought, line by line. What was announced at first has the titles alone. */
export const boughtGoods = {
  titles: Type.Array(Type.String()),
  goods: Type.Optional(Type.Array(BoughtGoods)),
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
      ...boughtGoods,
      shippedAtMs: InstantMs,
    }),
  ),
  delivered: event(
    'order.delivered',
    Type.Object({ ...orderSubject, ...boughtGoods, deliveredAtMs: InstantMs }),
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
  /**
   * What alone keeps it from being shipped; `money`: all of it was given back, so that it is shipped
   * on its own or not at all.
   */
  missing: Type.Optional(Type.Union([Type.Literal('shippingAddress'), Type.Literal('money')])),
})
