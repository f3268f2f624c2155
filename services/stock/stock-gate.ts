import type { Claim } from './decide-claims.ts'
import type { GateSeed } from './drop-read-store.ts'
import type { StockChanges } from './stock-changes.ts'

/** What the gate says to a claim. `unloaded`: it does not know the drop and must be told first. */
export type Admission =
  | 'admitted'
  | 'unloaded'
  | 'drop_not_open'
  | 'drop_ended'
  | 'drop_paused'
  | 'limit_exceeded'
  | 'sold_out'

/**
 * Keeps the losing 99 % away from the database. A filter: it may be stale or ahead, and the
 * database decides again; but it never turns away a repetition of what was accepted, and never
 * counts units that a refused claim gave back.
 */
export type StockGate = {
  /** The n-th answers the n-th claim. Admitted claims count as taken until they are settled. */
  admit(dropId: string, claims: readonly Claim[], nowMs: number): Promise<readonly Admission[]>
  /** These admitted claims were decided, or failed; those that were accepted are named. */
  settle(dropId: string, claims: readonly Claim[], acceptedIds: ReadonlySet<string>): Promise<void>
  /** What the database committed. Older news of a drop than what is known changes nothing. */
  apply(changes: StockChanges): Promise<void>
  /** Tells a drop, or tells it again: what is on its way stays, newer news too. */
  load(seed: GateSeed): Promise<void>
  /**
   * Now and then: compares what it has of drops with the versions that the database has, and
   * repairs what was lost on the way. A drop that is nowhere has the version null.
   */
  sweep(versionOf: (dropId: string) => Promise<number | null>): Promise<void>
}
