import { type Static, Type } from 'typebox'
import { keptDeadLettersApi } from './dead-letters.ts'
import { event } from './event.ts'
import { Money } from './money.ts'
import { type Api, operation, type Streams } from './operation.ts'
import { waitlistFacts, waitlistLive, waitlistOperations } from './waitlist.ts'
import {
  Id,
  InstantMs,
  list,
  NoInput,
  Nothing,
  page,
  Quantity,
  Reason,
  strict,
  Title,
  Units,
} from './words.ts'

export const WaitingRoom = strict({
  admitPerSecond: Type.Integer({ minimum: 1, maximum: 100_000 }),
  mode: Type.Union([Type.Literal('fifo'), Type.Literal('shuffle')]),
})

export const DropState = Type.Union([
  Type.Literal('upcoming'),
  Type.Literal('open'),
  Type.Literal('paused'),
  Type.Literal('sold_out'),
  Type.Literal('ended'),
])
export type DropState = Static<typeof DropState>

/** How long units are held for a member who has not paid yet: from a second to a day. */
const HoldMs = Type.Integer({ minimum: 1_000, maximum: 86_400_000 })

export const Drop = Type.Object({
  dropId: Id,
  productId: Id,
  skuId: Id,
  title: Type.String(),
  price: Money,
  units: Type.Integer(),
  remaining: Type.Integer(),
  state: DropState,
  opensAtMs: InstantMs,
  closesAtMs: InstantMs,
  limitPerMember: Type.Integer(),
  holdMs: Type.Integer(),
  waiting: Type.Integer(),
  waitingRoom: Type.Union([WaitingRoom, Type.Null()]),
  serverTimeMs: InstantMs,
})
export type Drop = Static<typeof Drop>

const DropLive = Type.Object({
  remaining: Type.Integer(),
  waiting: Type.Integer(),
  state: DropState,
  serverTimeMs: InstantMs,
})

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

export const SignedHead = Type.Object({
  dropId: Id,
  size: Type.Integer(),
  rootHash: Type.String(),
  atMs: InstantMs,
  jws: Type.String(),
})
export type SignedHead = Static<typeof SignedHead>

/** One decision, as everybody may read it. Which fields stand beside these depends on the kind. */
export const LedgerEntry = Type.Object(
  {
    index: Type.Integer(),
    dropId: Id,
    kind: Type.Union([
      Type.Literal('planned'),
      Type.Literal('units_changed'),
      Type.Literal('reserved'),
      Type.Literal('committed'),
      Type.Literal('released'),
      Type.Literal('expired'),
      Type.Literal('returned'),
      Type.Literal('joined'),
      Type.Literal('left'),
      Type.Literal('offered'),
      Type.Literal('passed'),
    ]),
    atMs: InstantMs,
    /** Of the reservation that is meant. */
    position: Type.Optional(Type.Integer()),
    /** A pseudonym of the member, different in each drop. */
    member: Type.Optional(Type.String()),
    quantity: Type.Optional(Type.Integer()),
    /** Units of the drop after `planned` and `units_changed`. */
    units: Type.Optional(Type.Integer()),
    delta: Type.Optional(Type.Integer()),
    limitPerMember: Type.Optional(Type.Integer()),
    opensAtMs: Type.Optional(InstantMs),
    closesAtMs: Type.Optional(InstantMs),
    /** The number of the waitlist's entry that is meant. */
    ticket: Type.Optional(Type.Integer()),
  },
  { additionalProperties: false },
)
export type LedgerEntry = Static<typeof LedgerEntry>

export const Receipt = Type.Object({
  entry: LedgerEntry,
  index: Type.Integer(),
  path: Type.Array(Type.String()),
  head: SignedHead,
})
export type Receipt = Static<typeof Receipt>

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
  dropId: Type.Union([Id, Type.Null()]),
  position: Type.Union([Type.Integer(), Type.Null()]),
})
export type ReservationRecord = Static<typeof ReservationRecord>

const SkuStock = Type.Object({
  skuId: Id,
  available: Type.Integer(),
  /** The drop that sells this SKU: the one that is open, else the next one, else the last one. */
  drop: Type.Union([
    Type.Object({ dropId: Id, opensAtMs: InstantMs, closesAtMs: InstantMs, state: DropState }),
    Type.Null(),
  ]),
})
export type SkuStock = Static<typeof SkuStock>

/** A drop as it runs: reservations by their state, refusals by their reason. */
const DropStats = Type.Object({
  drop: Drop,
  reserved: Type.Integer(),
  sold: Type.Integer(),
  reservations: Type.Record(Type.String(), Type.Integer()),
  refusals: Type.Record(Type.String(), Type.Integer()),
  ledgerSize: Type.Integer(),
})
export type DropStats = Static<typeof DropStats>

const dropPath = strict({ dropId: Id })
const reservationPath = strict({ reservationId: Id })
const pinRequest = strict({
  memberId: Id,
  reservationId: Id,
  paymentId: Id,
  attempt: Type.Integer({ minimum: 1 }),
})

export const stockApi = {
  readTime: operation({
    summary: 'The time of the clock that decides',
    access: 'anyone',
    route: 'GET /api/time',
    input: NoInput,
    output: Type.Object({ serverTimeMs: InstantMs }),
  }),
  listDrops: operation({
    summary: 'Drops, the next to open first; the ended ones, the last first',
    access: 'anyone',
    route: 'GET /api/drops',
    input: strict({
      state: Type.Optional(
        Type.Union([Type.Literal('upcoming'), Type.Literal('open'), Type.Literal('ended')]),
      ),
      ...page,
    }),
    output: list(Drop),
    refusals: ['invalid_request'],
  }),
  readDrop: operation({
    summary: 'One drop with what is left of it',
    access: 'anyone',
    route: 'GET /api/drops/:dropId',
    input: dropPath,
    output: Drop,
    refusals: ['not_found'],
  }),
  readDropLive: operation({
    summary: 'What moves about a drop',
    access: 'service',
    input: dropPath,
    output: DropLive,
    refusals: ['not_found'],
  }),
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
  readLedger: operation({
    summary: 'The ledger of a drop, from its first entry; `after` is the index last seen',
    access: 'anyone',
    route: 'GET /api/drops/:dropId/ledger',
    input: strict({
      dropId: Id,
      after: Type.Optional(Type.Integer({ minimum: -1, maximum: 1e12 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
    }),
    output: list(LedgerEntry),
    refusals: ['not_found'],
  }),
  readLedgerHead: operation({
    summary: 'The newest signed head of the ledger',
    access: 'anyone',
    route: 'GET /api/drops/:dropId/ledger/head',
    input: dropPath,
    output: SignedHead,
    refusals: ['not_found'],
  }),
  readLedgerProof: operation({
    summary: 'The proof that an entry is in the ledger of the newest head',
    access: 'anyone',
    route: 'GET /api/drops/:dropId/ledger/proof/:entry',
    input: strict({ dropId: Id, entry: Type.Integer({ minimum: 0, maximum: 1e12 }) }),
    output: Receipt,
    refusals: ['not_found'],
  }),
  readLedgerConsistency: operation({
    summary: 'The proof that the ledger of size `to` only adds to that of size `from`',
    access: 'anyone',
    route: 'GET /api/drops/:dropId/ledger/consistency',
    input: strict({
      dropId: Id,
      from: Type.Integer({ minimum: 1, maximum: 1e12 }),
      to: Type.Integer({ minimum: 1, maximum: 1e12 }),
    }),
    output: Type.Object({
      from: Type.Integer(),
      to: Type.Integer(),
      path: Type.Array(Type.String()),
    }),
    refusals: ['not_found'],
  }),

  planDrop: operation({
    summary: 'Plans a drop; its units move from the SKU to the drop',
    access: 'merchant',
    route: 'POST /api/admin/drops',
    status: 201,
    input: strict({
      skuId: Id,
      title: Type.Optional(Title),
      price: Money,
      units: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
      opensAtMs: InstantMs,
      closesAtMs: InstantMs,
      limitPerMember: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
      holdMs: Type.Optional(HoldMs),
      waitingRoom: Type.Optional(Type.Union([WaitingRoom, Type.Null()])),
    }),
    output: Drop,
    refusals: ['not_found', 'stock_insufficient', 'invalid_request'],
  }),
  changeDrop: operation({
    summary: 'Changes a drop that has not opened; after that, only its title and its closing',
    access: 'merchant',
    route: 'PATCH /api/admin/drops/:dropId',
    input: strict({
      dropId: Id,
      title: Type.Optional(Title),
      price: Type.Optional(Money),
      opensAtMs: Type.Optional(InstantMs),
      closesAtMs: Type.Optional(InstantMs),
      limitPerMember: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000_000 })),
      holdMs: Type.Optional(HoldMs),
      waitingRoom: Type.Optional(Type.Union([WaitingRoom, Type.Null()])),
    }),
    output: Drop,
    refusals: ['not_found', 'drop_already_open', 'drop_ended', 'invalid_request'],
  }),
  pauseDrop: operation({
    summary: 'Stops reserving and offering, nothing else',
    access: 'merchant',
    route: 'POST /api/admin/drops/:dropId/pause',
    input: dropPath,
    output: Drop,
    refusals: ['not_found', 'drop_ended', 'illegal_transition'],
  }),
  resumeDrop: operation({
    summary: 'Goes on after a pause',
    access: 'merchant',
    route: 'POST /api/admin/drops/:dropId/resume',
    input: dropPath,
    output: Drop,
    refusals: ['not_found', 'drop_ended', 'illegal_transition'],
  }),
  closeDrop: operation({
    summary: 'Ends new requests now',
    access: 'merchant',
    route: 'POST /api/admin/drops/:dropId/close',
    input: dropPath,
    output: Drop,
    refusals: ['not_found', 'drop_ended'],
  }),
  changeDropUnits: operation({
    summary: 'Moves units from the SKU to the drop, or free ones back',
    access: 'merchant',
    route: 'POST /api/admin/drops/:dropId/units',
    input: strict({
      dropId: Id,
      delta: Type.Integer({ minimum: -10_000_000, maximum: 10_000_000 }),
      reason: Reason,
    }),
    output: Drop,
    refusals: ['not_found', 'drop_ended', 'stock_insufficient', 'invalid_request'],
  }),
  readDropStats: operation({
    summary: 'The drop as it runs: what was asked, given, refused and paid',
    access: 'merchant',
    route: 'GET /api/admin/drops/:dropId/stats',
    input: dropPath,
    output: DropStats,
    refusals: ['not_found'],
  }),
  adjustSku: operation({
    summary: 'Adds units to a SKU, or takes free ones away, in the name of a merchant',
    access: 'service',
    input: strict({
      skuId: Id,
      delta: Type.Integer({ minimum: -10_000_000, maximum: 10_000_000 }),
      reason: Reason,
    }),
    output: Type.Object({ skuId: Id, available: Type.Integer() }),
    refusals: ['not_found', 'stock_insufficient', 'invalid_request'],
  }),

  putSkus: operation({
    summary: 'Makes SKUs known, or their titles new. Repeating it changes nothing',
    access: 'service',
    input: strict({
      skus: Type.Array(
        strict({
          skuId: Id,
          productId: Id,
          title: Title,
          options: Type.Record(Type.String(), Type.String()),
          kind: Type.Union([Type.Literal('drop'), Type.Literal('regular')]),
          /** Counts only where the SKU is new. */
          units: Units,
        }),
        { minItems: 1, maxItems: 200 },
      ),
    }),
    output: Nothing,
  }),
  readSkus: operation({
    summary: 'What is free of these SKUs, and the drops that sell them; unknown ones are left out',
    access: 'service',
    input: strict({ skuIds: Type.Array(Id, { maxItems: 500 }) }),
    output: Type.Object({ skus: Type.Array(SkuStock) }),
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
  drop: {
    summary: 'What moves about a drop, at most five times a second',
    route: 'GET /api/drops/:dropId/live',
    access: 'anyone',
    event: 'drop',
    snapshot: 'readDropLive',
    topic: ({ dropId }) => `drop:${dropId}`,
  },
  dropStats: {
    summary: 'The drop as it runs, when its numbers move, at most five times a second',
    route: 'GET /api/admin/drops/:dropId/stats',
    access: 'merchant',
    event: 'stats',
    snapshot: 'readDropStats',
    topic: ({ dropId }) => `drop-stats:${dropId}`,
  },
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
