import { type Static, Type } from 'typebox'
import { keptDeadLettersApi } from './dead-letters.ts'
import { dropOperations, dropsLive, HoldMs } from './drops.ts'
import { event } from './event.ts'
import { ledgerOperations, Receipt } from './ledger.ts'
import { Money } from './money.ts'
import { type Api, operation, type Streams } from './operation.ts'
import { skuOperations } from './skus.ts'
import { waitlistFacts, waitlistLive, waitlistOperations } from './waitlist.ts'
import { Id, InstantMs, Nothing, Quantity, strict } from './words.ts'

/** What a line of a reservation takes, and at which price. */
export const ReservationLine = Type.Object({
  skuId: Id,
  productId: Id,
  title: Type.String(),
  options: Type.Record(Type.String(), Type.String()),
  quantity: Type.Integer(),
  unitPrice: Money,
})
export type ReservationLine = Static<typeof ReservationLine>

export const ReservationState = Type.Union([
  Type.Literal('held'),
  Type.Literal('pinned'),
  Type.Literal('committed'),
  Type.Literal('released'),
  Type.Literal('expired'),
])
export type ReservationState = Static<typeof ReservationState>

/** The answer to an accepted reservation of a drop. */
export const Reserved = Type.Object({
  reservationId: Id,
  orderId: Id,
  dropId: Id,
  position: Type.Integer(),
  quantity: Type.Integer(),
  unitPrice: Money,
  total: Money,
  expiresAtMs: InstantMs,
  receipt: Receipt,
})

export const Reservation = Type.Object({
  reservationId: Id,
  orderId: Id,
  state: ReservationState,
  lines: Type.Array(ReservationLine),
  total: Money,
  expiresAtMs: InstantMs,
  dropId: Type.Optional(Id),
  position: Type.Optional(Type.Integer()),
  receipt: Type.Optional(Receipt),
})
export type Reservation = Static<typeof Reservation>

/** A reservation as the other services see it. */
export const ReservationRecord = Type.Object({
  reservationId: Id,
  orderId: Id,
  memberId: Id,
  state: ReservationState,
  lines: Type.Array(ReservationLine),
  total: Money,
  expiresAtMs: InstantMs,
  reservedAtMs: InstantMs,
  version: Type.Integer(),
  /** For which payment its units were sold, and when; where they were. */
  sale: Type.Optional(Type.Object({ paymentId: Id, committedAtMs: InstantMs })),
  dropId: Type.Union([Id, Type.Null()]),
  position: Type.Union([Type.Integer(), Type.Null()]),
})
export type ReservationRecord = Static<typeof ReservationRecord>

const reservationPath = strict({ reservationId: Id })
const pinRequest = strict({
  memberId: Id,
  reservationId: Id,
  paymentId: Id,
  attempt: Type.Integer({ minimum: 1 }),
})

export const stockApi = {
  ...dropOperations,
  ...ledgerOperations,
  ...skuOperations,
  reserve: operation({
    summary: 'Takes units of a drop for the member, or says why not',
    access: 'verified',
    route: 'POST /api/drops/:dropId/reservations',
    status: 201,
    keyed: true,
    text: true,
    input: strict({ dropId: Id, quantity: Quantity }),
    output: Reserved,
    refusals: [
      'drop_unknown',
      'drop_not_open',
      'drop_ended',
      'drop_paused',
      'limit_exceeded',
      'sold_out',
      'pass_required',
      'pass_invalid',
      'idempotency_conflict',
      'try_again',
    ],
  }),
  readReservation: operation({
    summary: 'A reservation of the member',
    access: 'member',
    route: 'GET /api/reservations/:reservationId',
    input: reservationPath,
    output: Reservation,
    refusals: ['not_found'],
  }),
  releaseReservation: operation({
    summary: 'Lets an unpaid reservation go',
    access: 'member',
    route: 'DELETE /api/reservations/:reservationId',
    status: 204,
    input: reservationPath,
    output: Nothing,
    refusals: ['not_found', 'reservation_pinned', 'reservation_ended'],
  }),

  reserveLines: operation({
    summary: 'Takes units of SKUs for a regular order: all lines or none',
    access: 'service',
    input: strict({
      reservationId: Id,
      memberId: Id,
      holdMs: HoldMs,
      lines: Type.Array(strict({ skuId: Id, quantity: Quantity, unitPrice: Money }), {
        minItems: 1,
        maxItems: 50,
      }),
    }),
    output: ReservationRecord,
    /** `sold_out` tells `skuIds`, `drop_only` too. */
    refusals: ['sold_out', 'drop_only', 'not_found', 'try_again'],
  }),
  findReservation: operation({
    summary: 'A member’s reservation, by its order',
    access: 'service',
    input: strict({ memberId: Id, orderId: Id }),
    output: ReservationRecord,
    refusals: ['not_found'],
  }),
  findPosition: operation({
    summary: 'Whose reservation has this position in its drop: what a receipt leads to',
    access: 'service',
    input: strict({ dropId: Id, position: Type.Integer({ minimum: 1, maximum: 1e12 }) }),
    output: Type.Object({ reservationId: Id, orderId: Id, memberId: Id }),
    refusals: ['not_found'],
  }),
  pin: operation({
    summary: 'Keeps a reservation from expiring while a payment asks the provider',
    access: 'service',
    input: pinRequest,
    output: Type.Object({ state: Type.Literal('pinned') }),
    refusals: ['not_found', 'reservation_expired', 'reservation_ended', 'payment_in_flight'],
  }),
  unpin: operation({
    summary: 'Lets a pin go after a decline or a void; past its time the reservation expires',
    access: 'service',
    input: pinRequest,
    output: Type.Object({ state: ReservationState }),
    refusals: ['not_found'],
  }),
  releaseSold: operation({
    summary: 'Gives the units of a cancelled paid order back, once however often it is asked for',
    access: 'service',
    input: strict({ memberId: Id, orderId: Id }),
    output: Nothing,
    refusals: ['not_found', 'illegal_transition'],
  }),
  returnUnits: operation({
    summary: 'Gives returned units back; one returnId does it once',
    access: 'service',
    input: strict({
      returnId: Id,
      memberId: Id,
      orderId: Id,
      lines: Type.Array(strict({ skuId: Id, quantity: Quantity }), { minItems: 1, maxItems: 50 }),
    }),
    output: Nothing,
    refusals: ['not_found', 'illegal_transition'],
  }),
  ...waitlistOperations,
  ...keptDeadLettersApi,
} as const satisfies Api

export const stockStreams = {
  ...dropsLive,
  ...waitlistLive,
} as const satisfies Streams

const reservationSubject = {
  reservationId: Id,
  orderId: Id,
  memberId: Id,
  dropId: Type.Union([Id, Type.Null()]),
}

/** Subject of all of these but `commitRefused` and `offered`: the reservationId. */
export const stockEvents = {
  reserved: event(
    'stock.reserved',
    Type.Object({
      ...reservationSubject,
      position: Type.Union([Type.Integer(), Type.Null()]),
      lines: Type.Array(ReservationLine),
      total: Money,
      reservedAtMs: InstantMs,
      expiresAtMs: InstantMs,
    }),
  ),
  committed: event(
    'stock.committed',
    Type.Object({ ...reservationSubject, paymentId: Id, committedAtMs: InstantMs }),
  ),
  /**
   * Money came for a reservation that was not pinned for it: to be refunded at once. Its subject
   * is the paymentId: it is a fact about the payment, once, and none about the reservation.
   */
  commitRefused: event(
    'stock.commit_refused',
    Type.Object({ reservationId: Id, orderId: Id, paymentId: Id, atMs: InstantMs }),
    { apart: true },
  ),
  released: event(
    'stock.released',
    Type.Object({
      ...reservationSubject,
      reason: Type.Union([Type.Literal('cancelled'), Type.Literal('expired')]),
      releasedAtMs: InstantMs,
    }),
  ),
  ...waitlistFacts,
}
