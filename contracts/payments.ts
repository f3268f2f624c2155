import { type Static, Type } from 'typebox'
import { keptDeadLettersApi } from './dead-letters.ts'
import { event } from './event.ts'
import { Money } from './money.ts'
import { type Api, operation } from './operation.ts'
import { PaymentMethod, Provider, providerOperations } from './providers.ts'
import { reconciliationOperations } from './reconciliation.ts'
import { Id, InstantMs, list, page, Reason, strict } from './words.ts'

/**
 * `ready` entered · `confirming` the provider is being asked, or its answer was lost · `captured`
 * · `declined` the last attempt was refused, another may follow · `voided` nothing was taken and
 * nothing will be · `partially_refunded` · `refunded`.
 */
export const PaymentState = Type.Union([
  Type.Literal('ready'),
  Type.Literal('confirming'),
  Type.Literal('captured'),
  Type.Literal('declined'),
  Type.Literal('voided'),
  Type.Literal('partially_refunded'),
  Type.Literal('refunded'),
])
export type PaymentState = Static<typeof PaymentState>

/** Why the shop itself gives money back. A merchant's reason is whatever was written. */
export type OwnRefundReason =
  | 'The order was cancelled.'
  | 'Goods were returned.'
  | 'The reservation had ended before the money came.'

export const Refund = Type.Object({
  refundId: Id,
  paymentId: Id,
  amount: Money,
  reason: Type.String(),
  state: Type.Union([Type.Literal('requested'), Type.Literal('refunded')]),
  requestedAtMs: InstantMs,
})
export type Refund = Static<typeof Refund>

/** One that a merchant made, with the order whose money it was. */
export const MadeRefund = Type.Object({ ...Refund.properties, orderId: Id })
export type MadeRefund = Static<typeof MadeRefund>

export const Payment = Type.Object({
  paymentId: Id,
  orderId: Id,
  state: PaymentState,
  method: PaymentMethod,
  provider: Provider,
  amount: Money,
  refunded: Money,
  declineCode: Type.Optional(Type.String()),
  refunds: Type.Array(Refund),
  createdAtMs: InstantMs,
  capturedAtMs: Type.Optional(InstantMs),
})
export type Payment = Static<typeof Payment>

const Entered = Type.Object({
  paymentId: Id,
  orderId: Id,
  state: Type.Literal('ready'),
  amount: Money,
  provider: Provider,
  /**
   * What the browser needs for the provider's own window. Simulator: nothing. Toss: `clientKey`,
   * `orderId`, `method`, `amount`, `currency`; its `paymentKey` comes back as the `providerKey`.
   * Stripe: `publishableKey`, `paymentIntentId`, `clientSecret`; nothing comes back.
   */
  client: Type.Record(Type.String(), Type.String()),
})

const Confirmed = Type.Object({
  paymentId: Id,
  state: Type.Union([Type.Literal('captured'), Type.Literal('declined'), Type.Literal('pending')]),
  declineCode: Type.Optional(Type.String()),
})
export type Confirmed = Static<typeof Confirmed>

/** Money that came in for an order, and what of it is given back or will be. */
export const Capture = Type.Object({
  paymentId: Id,
  orderId: Id,
  capturedMinor: Type.Integer(),
  refundedMinor: Type.Integer(),
})

export const paymentsApi = {
  enterPayment: operation({
    summary: 'Makes a payment ready (결제 진입). Changes nothing of the reservation',
    access: 'verified',
    route: 'POST /api/payments',
    status: 201,
    keyed: true,
    input: strict({
      orderId: Id,
      method: PaymentMethod,
      provider: Type.Optional(Provider),
    }),
    output: Entered,
    refusals: [
      'not_found',
      'order_not_payable',
      'idempotency_conflict',
      'invalid_request',
      'try_again',
    ],
  }),
  confirmPayment: operation({
    summary: 'Pays (결제): pins the reservation, then asks the provider',
    access: 'verified',
    route: 'POST /api/payments/:paymentId/confirmation',
    keyed: true,
    input: strict({
      paymentId: Id,
      providerKey: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    }),
    output: Confirmed,
    refusals: [
      'not_found',
      'reservation_expired',
      'reservation_ended',
      'payment_in_flight',
      'idempotency_conflict',
      'illegal_transition',
      'try_again',
    ],
  }),
  listPayments: operation({
    summary: 'The member’s payments, of one order if told, the newest first',
    access: 'member',
    route: 'GET /api/payments',
    input: strict({ orderId: Type.Optional(Id), ...page }),
    output: list(Payment),
    refusals: ['not_found', 'invalid_request', 'try_again'],
  }),
  readPayment: operation({
    summary: 'One payment with its refunds',
    access: 'member',
    route: 'GET /api/payments/:paymentId',
    input: strict({ paymentId: Id }),
    output: Payment,
    refusals: ['not_found'],
  }),
  listPaymentsOf: operation({
    summary: 'The payments of a member’s order, as orders shows them to a merchant',
    access: 'service',
    input: strict({ memberId: Id, orderId: Id, ...page }),
    output: list(Payment),
    refusals: ['invalid_request'],
  }),
  refundPayment: operation({
    summary: 'Gives money back, all of it or a part',
    access: 'merchant',
    route: 'POST /api/admin/payments/:paymentId/refunds',
    status: 201,
    keyed: true,
    input: strict({
      paymentId: Id,
      amountMinor: Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 }),
      /** The payment's, for who wants to be sure that the amount is meant in it. */
      currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
      reason: Reason,
    }),
    output: MadeRefund,
    refusals: [
      'invalid_request',
      'not_found',
      'refund_exceeds_capture',
      'idempotency_conflict',
      'try_again',
    ],
  }),
  refundOrder: operation({
    summary: 'Gives back what an order owes, once for its refundId, and never more than is left',
    access: 'service',
    input: strict({
      refundId: Id,
      paymentId: Id,
      amountMinor: Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 }),
      reason: Reason,
    }),
    /** What is given back under this refundId: the same however often; 0 where nothing was left. */
    output: Type.Object({ amountMinor: Type.Integer() }),
    refusals: ['not_found'],
  }),
  readCaptures: operation({
    summary: 'What of these payments was captured; those that were not are left out',
    access: 'service',
    input: strict({ paymentIds: Type.Array(Id, { maxItems: 500 }) }),
    output: Type.Object({ items: Type.Array(Capture) }),
  }),
  findCaptures: operation({
    summary: 'What was captured for these orders, and when; those without money are left out',
    access: 'service',
    input: strict({
      orders: Type.Array(strict({ memberId: Id, orderId: Id }), { maxItems: 500 }),
    }),
    output: Type.Object({
      items: Type.Array(Type.Object({ ...Capture.properties, capturedAtMs: InstantMs })),
    }),
  }),
  ...providerOperations,
  ...reconciliationOperations,
  ...keptDeadLettersApi,
} as const satisfies Api

const paymentSubject = { paymentId: Id, orderId: Id, reservationId: Id, memberId: Id }

/** Subject of all of these: the paymentId. */
export const paymentEvents = {
  captured: event(
    'payment.captured',
    Type.Object({ ...paymentSubject, amount: Money, capturedAtMs: InstantMs }),
  ),
  declined: event(
    'payment.declined',
    Type.Object({
      ...paymentSubject,
      amount: Money,
      declineCode: Type.String(),
      declinedAtMs: InstantMs,
    }),
  ),
  refunded: event(
    'payment.refunded',
    Type.Object({
      ...paymentSubject,
      refundId: Id,
      amount: Money,
      /** Of this payment, with this refund. */
      refundedTotal: Money,
      /** All that this payment brought. */
      captured: Type.Optional(Money),
      reason: Type.String(),
      refundedAtMs: InstantMs,
    }),
  ),
}
