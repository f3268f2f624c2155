import { type Static, Type } from 'typebox'
import { type Api, operation } from './operation.ts'
import { Id, InstantMs, list, strict } from './words.ts'

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

const dropPath = strict({ dropId: Id })

/** What stock tells everybody of its decisions, and how it proves them; part of its API. */
export const ledgerOperations = {
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
} as const satisfies Api
