import { type Refusal, refuse } from '#contracts/problems.ts'
import type { Difference, Reconciliation } from '#contracts/reconciliation.ts'
import { cursorRefused, pageOf, readCursor } from '#platform/database/cursor.ts'
import type { PaymentsParts } from './payments-deps.ts'
import type { DifferenceKey, RunKey } from './reconciliation-read-store.ts'

type Listed = { readonly cursor?: string; readonly limit?: number }
type List<Item> = { items: Item[]; nextCursor: string | null }

/** The daily comparisons, the newest first, each with the first of what it found. */
export async function listReconciliations(
  { database }: PaymentsParts,
  { cursor, limit = 20 }: Listed,
): Promise<List<Reconciliation> | Refusal<'invalid_request'>> {
  const before = readCursor(cursor, isRunKey)
  if (before === 'malformed') return cursorRefused
  const found = await database.read.listRuns({ before, limit })
  const { rows, nextCursor } = pageOf(found, limit, ({ startedAtMs, runId }) => ({
    ...{ startedAtMs, runId },
  }))
  return { items: [...rows], nextCursor }
}

/** All that one comparison found. */
export async function listDifferences(
  { database }: PaymentsParts,
  { runId, cursor, limit = 20 }: Listed & { readonly runId: string },
): Promise<List<Difference> | Refusal<'not_found' | 'invalid_request'>> {
  const after = readCursor(cursor, isDifferenceKey)
  if (after === 'malformed') return cursorRefused
  const found = await database.read.listDifferences({ runId, after, limit })
  if (found === null) return refuse('not_found')
  const { rows, nextCursor } = pageOf(found, limit, ({ paymentId, kind }) => ({ paymentId, kind }))
  return { items: [...rows], nextCursor }
}

function isRunKey(key: unknown): key is RunKey {
  const { startedAtMs, runId } = key as Partial<Record<string, unknown>>
  return Number.isSafeInteger(startedAtMs) && typeof runId === 'string'
}

function isDifferenceKey(key: unknown): key is DifferenceKey {
  const { paymentId, kind } = key as Partial<Record<string, unknown>>
  return typeof paymentId === 'string' && typeof kind === 'string'
}
