import { type Refusal, refuse } from '#contracts/problems.ts'
import type { KeyedRequest } from '#platform/database/idempotency.ts'
import type { Recollection } from '#platform/database/keyed-act.ts'
import { type Ids, uuidv8 } from '#platform/ids.ts'
import type { CatalogDatabase } from './catalog-service.ts'

/** What a key was answered before: it comes first, whatever has become of the catalogue since. */
export async function recalledAnswer<Answer>(
  database: CatalogDatabase,
  keyed: KeyedRequest | null,
): Promise<Answer | Refusal<'idempotency_conflict'> | null> {
  const known = keyed && (await database.read.recollect(keyed))
  return known && answerAgain(known)
}

export function answerAgain<Answer>(known: Recollection): Answer | Refusal<'idempotency_conflict'> {
  return known.outcome === 'answered' ? JSON.parse(known.answer) : refuse(known.outcome)
}

/**
 * The ids of what a call makes, by their part in it. With a key they are the same each time: what
 * stock was told before an answer was lost is what it is told again.
 */
export function idsOfMade(ids: Ids, keyed: KeyedRequest | null): (part: string) => string {
  if (keyed === null) return () => ids.next()
  const { memberId, scope, key, fingerprint } = keyed
  return part => uuidv8('made', memberId, scope, key, fingerprint, part)
}
