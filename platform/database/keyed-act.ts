import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import type { CallContext } from '#contracts/operation.ts'
import { canonicalJson } from '#platform/security/canonical-json.ts'
import type { Transaction } from './database.ts'
import { type KeyedRequest, recall, remember } from './idempotency.ts'

/** What the Idempotency-Key of a call makes of it; null where none came along. */
export function keyedRequest(
  scope: string,
  input: object,
  { caller, idempotencyKey: key }: CallContext,
): KeyedRequest | null {
  if (key === undefined) return null
  assert(caller !== null, 'a key is a member’s own')
  const fingerprint = hash('sha256', canonicalJson(input), 'hex')
  return { memberId: caller.memberId, scope, key, fingerprint }
}

/** What is said of an act whose key came before: its answer of then, or that it was another act. */
export type Recollection =
  | { readonly outcome: 'answered'; readonly answer: string }
  | { readonly outcome: 'idempotency_conflict' }

type Act<Result> = {
  readonly act: () => Promise<Result>
  /** What is answered; null for a refusal, which leaves no trace. */
  readonly answerOf: (result: Result, nowMs: number) => string | null | Promise<string | null>
}

/**
 * Does something once for each key, in the transaction that remembers it. With a key, what was
 * done comes with its `answer`, as every repetition gets it. Of two that meet, the later falls on
 * the key of the table, which takes its act back; it is run again, and finds the answer.
 */
export async function actOnce<Tables, Result extends object>(
  trx: Transaction<Tables>,
  keyed: KeyedRequest | null,
  { act, answerOf }: Act<Result>,
): Promise<(Result & { readonly answer?: string }) | Recollection> {
  if (keyed === null) return act()
  const before = await recollect(trx, keyed)
  if (before !== null) return before
  const result = await act()
  const nowMs = await trx.nowMs()
  const answer = await answerOf(result, nowMs)
  // Whoever is refused because of what the same press did a moment ago hears of that instead.
  if (answer === null) return (await recollect(trx, keyed)) ?? result
  await remember(trx, keyed, answer, nowMs)
  return { ...result, answer }
}

/** What a key has come to; null where it is new. */
export async function recollect<Tables>(
  trx: Transaction<Tables>,
  keyed: KeyedRequest,
): Promise<Recollection | null> {
  const recalled = await recall(trx, keyed)
  if (recalled.outcome === 'answered') return recalled
  return recalled.outcome === 'conflict' ? { outcome: 'idempotency_conflict' } : null
}
