import { type Static, Type } from 'typebox'
import { Money } from './money.ts'
import { operation } from './operation.ts'
import { Provider } from './providers.ts'
import { Id, InstantMs, list, page, strict } from './words.ts'

/**
 * What a comparison with the provider's books found. `capture_missing`: a payment is captured here,
 * and not there · `capture_unknown`: it is captured there, and not here · `amount_differs` ·
 * `refund_missing`: less went back there than is written here · `refund_unknown`: more did, as when
 * somebody refunds in the provider's own console · `not_compared`: the provider could not tell.
 */
export const DifferenceKind = Type.Union([
  Type.Literal('capture_missing'),
  Type.Literal('capture_unknown'),
  Type.Literal('amount_differs'),
  Type.Literal('refund_missing'),
  Type.Literal('refund_unknown'),
  Type.Literal('not_compared'),
])
export type DifferenceKind = Static<typeof DifferenceKind>

export const Difference = Type.Object({
  runId: Id,
  paymentId: Id,
  orderId: Id,
  provider: Provider,
  kind: DifferenceKind,
  /** What the kind means, and what to do. */
  meaning: Type.String(),
  /** By our books. */
  expected: Type.Optional(Money),
  /** By the provider's. */
  found: Type.Optional(Money),
  foundAtMs: InstantMs,
})
export type Difference = Static<typeof Difference>

export const Reconciliation = Type.Object({
  runId: Id,
  state: Type.Union([Type.Literal('running'), Type.Literal('finished')]),
  /** Payments entered, and refunds asked for, from then … */
  fromMs: InstantMs,
  /** … until then. */
  toMs: InstantMs,
  startedAtMs: InstantMs,
  finishedAtMs: Type.Optional(InstantMs),
  /** How many were compared. */
  payments: Type.Integer(),
  refunds: Type.Integer(),
  differenceCount: Type.Integer(),
  /** The first of them; the others have a list of their own. */
  differences: Type.Array(Difference),
})
export type Reconciliation = Static<typeof Reconciliation>

/** What payments offers of its comparisons with the providers' books. */
export const reconciliationOperations = {
  listReconciliations: operation({
    summary: 'The daily comparisons with the payment providers’ books, the newest first',
    access: 'merchant',
    route: 'GET /api/admin/reconciliation',
    input: strict({ ...page }),
    output: list(Reconciliation),
    refusals: ['invalid_request'],
  }),
  listDifferences: operation({
    summary: 'What one comparison found, by payment',
    access: 'merchant',
    route: 'GET /api/admin/reconciliation/:runId/differences',
    input: strict({ runId: Id, ...page }),
    output: list(Difference),
    refusals: ['not_found', 'invalid_request'],
  }),
} as const
