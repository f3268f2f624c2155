import { type Static, Type } from 'typebox'
import { Money, Price } from './money.ts'
import { type Api, operation, type Streams } from './operation.ts'
import { Id, InstantMs, list, NoInput, page, Reason, strict, Title } from './words.ts'

const WaitingRoom = strict({
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
export const HoldMs = Type.Integer({ minimum: 1_000, maximum: 86_400_000 })

export const Drop = Type.Object({
  dropId: Id,
  productId: Id,
  skuId: Id,
  title: Type.String(),
  /** Of the SKU: which of the product it is. */
  options: Type.Record(Type.String(), Type.String()),
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
  units: Type.Integer(),
  remaining: Type.Integer(),
  waiting: Type.Integer(),
  state: DropState,
  title: Type.String(),
  price: Money,
  opensAtMs: InstantMs,
  closesAtMs: InstantMs,
  limitPerMember: Type.Integer(),
  holdMs: Type.Integer(),
  serverTimeMs: InstantMs,
})
export type DropLive = Static<typeof DropLive>

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

/** What closing a drop would do. */
const DropClosing = Type.Object({
  /** Offered at once to who waits first. */
  offered: Type.Object({ units: Type.Integer(), members: Type.Integer() }),
  /** Units that can be paid still, with those that are offered. */
  held: Type.Integer(),
  backToStock: Type.Integer(),
  /** Who would wait on. */
  waiting: Type.Integer(),
})
export type DropClosing = Static<typeof DropClosing>

const dropPath = strict({ dropId: Id })

/** What stock says of its drops, and what a merchant does with them; part of its API. */
export const dropOperations = {
  readTime: operation({
    summary: 'The time of the clock that decides',
    access: 'anyone',
    route: 'GET /api/time',
    input: NoInput,
    output: Type.Object({
      serverTimeMs: InstantMs,
      /** Only where this shop is a rehearsal: its units, money and mails are not real. */
      rehearsal: Type.Optional(Type.Literal(true)),
    }),
  }),
  listDrops: operation({
    summary:
      'Drops, of one product if told, the next to open first; the ended ones, the last first',
    access: 'anyone',
    route: 'GET /api/drops',
    input: strict({
      state: Type.Optional(
        Type.Union([Type.Literal('upcoming'), Type.Literal('open'), Type.Literal('ended')]),
      ),
      productId: Type.Optional(Id),
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

  planDrop: operation({
    summary: 'Plans a drop; its units move from the SKU to the drop',
    access: 'merchant',
    route: 'POST /api/admin/drops',
    status: 201,
    keyed: 'optional',
    input: strict({
      skuId: Id,
      title: Type.Optional(Title),
      price: Price,
      units: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
      opensAtMs: InstantMs,
      closesAtMs: InstantMs,
      limitPerMember: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
      holdMs: Type.Optional(HoldMs),
      waitingRoom: Type.Optional(Type.Union([WaitingRoom, Type.Null()])),
    }),
    output: Drop,
    refusals: ['not_found', 'stock_insufficient', 'invalid_request', 'idempotency_conflict'],
  }),
  changeDrop: operation({
    summary: 'Changes a drop that has not opened; after that, only its title and its closing',
    access: 'merchant',
    route: 'PATCH /api/admin/drops/:dropId',
    input: strict({
      dropId: Id,
      title: Type.Optional(Title),
      price: Type.Optional(Price),
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
    keyed: 'optional',
    input: strict({
      dropId: Id,
      delta: Type.Integer({ minimum: -10_000_000, maximum: 10_000_000 }),
      reason: Reason,
    }),
    output: Drop,
    refusals: [
      'not_found',
      'drop_ended',
      'stock_insufficient',
      'invalid_request',
      'idempotency_conflict',
    ],
  }),
  readClosing: operation({
    summary: 'What closing the drop now would do',
    access: 'merchant',
    route: 'GET /api/admin/drops/:dropId/closing',
    input: dropPath,
    output: DropClosing,
    refusals: ['not_found'],
  }),
  readDropStats: operation({
    summary: 'The drop as it runs: what was asked, given, refused and paid',
    access: 'merchant',
    route: 'GET /api/admin/drops/:dropId/stats',
    input: dropPath,
    output: DropStats,
    refusals: ['not_found'],
  }),
} as const satisfies Api

export const dropsLive = {
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
} as const satisfies Streams
