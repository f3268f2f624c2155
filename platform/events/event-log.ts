import type { Database, Store, Unheard } from '#platform/database/database.ts'

/** A service's wish to hear what others announce. */
export type Subscription = {
  /** Services whose events it consumes. */
  readonly sources: readonly string[]
  /** The types it wants to hear of: all of these sources, unless told. */
  readonly types?: readonly string[]
  /** Of these of the sources it wants only what travels apart, so that it need not read the rest. */
  readonly onlyApart?: readonly string[]
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
  /** What is announced here and not in the log yet; where it is the log, what waits the most. */
  unsent(): Promise<readonly Unsent[]>
  /** How far those who consume here are behind. Rejects where the log cannot be asked. */
  behind(): Promise<readonly Behind[]>
}

export type Unsent = Unheard & { readonly service: string }
export type Behind = {
  readonly consumer: string
  readonly source: string
  readonly events: number
}

/** Told what was applied, once a batch. For measures and traces. */
export type OnApplied = (applied: Applied) => void

export type Applied = {
  readonly consumer: string
  readonly source: string
  /** How many events of each type. */
  readonly counts: ReadonlyMap<string, number>
  readonly tookMs: number
  /** What they tell, for whoever asks: JSON text, of one or of many of a type. */
  readonly told: readonly { readonly type: string; readonly data: string }[]
}

/** The log cannot be used as it is, and what to do about it. */
export class EventLogUnusable extends Error {
  override readonly name = 'EventLogUnusable'
}
