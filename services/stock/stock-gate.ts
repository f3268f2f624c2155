import type { Claim } from './decide-claims.ts'
import type { GateSeed } from './drop-read-store.ts'
import type { StockChanges } from './stock-changes.ts'

/**
 * What the gate says to a claim. `repeated`: let in too, because it is on its way already, or may
 * have been accepted; it is counted by whoever it was admitted for. `undecided`: it gets nothing only
 * if what is on its way is accepted, and the database decided nothing for long, or failed at last.
 * `unloaded`: the gate does not know the drop and must be told first.
 */
export type Admission =
  | 'admitted'
  | 'repeated'
  | 'undecided'
  | 'unloaded'
  | 'drop_not_open'
  | 'drop_ended'
  | 'drop_paused'
  | 'limit_exceeded'
  | 'sold_out'

/** Of a drop under load something lands every few milliseconds. */
export const STUCK_MS = 1_000

/**
 * Keeps the losing 99 % away from the database. A filter: it may be stale or ahead, and the
 * database decides again; but it never turns away a repetition of what was accepted, and never
 * counts units that a refused claim gave back. What it let in once it goes on letting in until it is
 * told what became of it.
 */
export type StockGate = {
  /** The n-th answers the n-th claim. Admitted claims count as taken until they are settled. */
  admit(dropId: string, claims: readonly Claim[], nowMs: number): Promise<readonly Admission[]>
  /**
   * Whether it hears what other processes do of this drop. Where not, its refusals may meet a
   * repetition of what another accepted, which only the database knows.
   */
  hearsAll(dropId: string): boolean
  /** These admitted claims were decided; those that were accepted are named. */
  settle(dropId: string, claims: readonly Claim[], acceptedIds: ReadonlySet<string>): Promise<void>
  /** These admitted claims are not decided any more: what they would have taken is free. */
  giveBack(dropId: string, claims: readonly Claim[]): Promise<void>
  /**
   * Nobody knows whether the database accepted these: what they would have taken is for it to say, so
   * that it counts no more, and from now on their repetitions are let in, whatever becomes of them.
   */
  doubt(dropId: string, claims: readonly Claim[]): Promise<void>
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
