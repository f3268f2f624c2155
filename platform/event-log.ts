import type { Database, Store } from './database.ts'

/** A service's wish to hear what others announce. */
export type Subscription = {
  /** Services whose events it consumes. */
  readonly sources: readonly string[]
  /** The types it wants to hear of: all of these sources, unless told. */
  readonly types?: readonly string[]
  /** Told what the store's `consume` gave, after its commit; for what only wakes or shows. */
  readonly afterwards?: (result: unknown) => void
}

export type Subscriber = {
  readonly database: Database<Store>
  readonly subscription: Subscription
}

/**
 * Brings announced events to their consumers: at least once, in the order of each subject, in
 * batches, each applied in one transaction with the record that it was.
 */
export type EventLog = AsyncDisposable & {
  /** Resolves when every announced event has been applied or buried; for drains and tests. */
  settled(): Promise<void>
}

/** The log cannot be used as it is, and what to do about it. */
export class EventLogUnusable extends Error {
  override readonly name = 'EventLogUnusable'
}
