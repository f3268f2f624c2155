import type { Kysely } from 'kysely'
import type { Event } from '#contracts/event.ts'
import type { ArrivedEvent } from '#platform/events/event-message.ts'
import type { Resealed, SealedColumn, SealedText } from './sealed-store.ts'

/** What a transaction works with. It runs whole where the database is, in one go. */
export type Transaction<Tables = unknown, Settings = unknown> = {
  /** For the ordinary: one dialect of queries for both engines. */
  readonly query: Kysely<Tables>
  /** For the hottest statements: prepared once, no building of queries. */
  readonly sql: Statements
  /** The clock that decides: the database's own, or the injected one. */
  nowMs(): Promise<number>
  /** What was told when the database was opened: keys, and what else a store cannot know. */
  readonly settings: Settings
}

export type SqlValue = string | number | null | Uint8Array

/** A statement that asks, and its values. */
export type Question = readonly [text: string, ...values: SqlValue[]]

/**
 * What is asked for in one breath (`Promise.all`) goes to a server in one journey, in that order;
 * an SQLite file is near, and does each when it is asked for.
 */
export type Statements = {
  all<Row>(text: string, ...values: readonly SqlValue[]): Promise<Row[]>
  /** How many rows were affected. */
  run(text: string, ...values: readonly SqlValue[]): Promise<number>
  /** The same statement for each of many rows, and how many rows each affected. */
  runEach(text: string, rows: readonly (readonly SqlValue[])[]): Promise<number[]>
  /**
   * The same, for whoever need not know how many: it runs before what is asked next, or before the
   * commit, and costs no journey of its own. What is wrong with it is thrown there.
   */
  later(text: string, ...rows: readonly (readonly SqlValue[])[]): Promise<void>
}

// `never` accepts a function over any transaction; `Store` is only ever a bound, not a value's type.
type Procedure = (trx: never, input: never) => Promise<unknown>

/**
 * A store: the transactions of one service, in one module. Each takes the transaction and one
 * plain input and gives a plain output, because it runs in the thread where the database is; it
 * may run again after a deadlock, so it touches nothing else.
 */
export type Store = {
  readonly reads: Readonly<Record<string, Procedure>>
  readonly writes: Readonly<Record<string, Procedure>>
  /** Applies a batch of events, in the transaction that records them as seen. */
  readonly consume?: (trx: never, events: readonly Event[]) => Promise<unknown>
  readonly migrations: readonly Migration[]
}

export type Migration = {
  /** 1, 2, 3 …; never changed after a release. */
  readonly version: number
  readonly name: string
  /**
   * SQL that SQLite and MySQL both understand. A table marked as clustered lies in the order of
   * its primary key in both: InnoDB's always do, SQLite's `without rowid`.
   */
  readonly statements: readonly string[]
}

type Called<P extends Procedure> = P extends (trx: never, input: infer Input) => Promise<infer Out>
  ? (input: Input) => Promise<Out>
  : never

/** The transactions of a store, as functions of their input alone. */
export type Database<S extends Store> = AsyncDisposable & {
  readonly service: string
  /** Whether writes are applied in the order in which they were asked for. */
  readonly keepsOrder: boolean
  readonly read: { readonly [Name in keyof S['reads']]: Called<S['reads'][Name]> }
  readonly write: { readonly [Name in keyof S['writes']]: Called<S['writes'][Name]> }
  readonly events: EventTables
  readonly seals: SealTables
}

/** What is sealed in a service's tables, when keys rotate. */
export type SealTables = {
  /** How many texts of a column are sealed under other keys than this one. */
  countOtherSeals(input: SealedColumn & { keyId: string }): Promise<number>
  /** Those texts, by the rows' keys, after one of them. */
  listOtherSeals(
    input: SealedColumn & { keyId: string; after: readonly string[] | null; limit: number },
  ): Promise<SealedText[]>
  /** Replaces those that are still as they were read. */
  replaceSeals(input: SealedColumn & { texts: readonly Resealed[] }): Promise<void>
}

/** The boxes that stand in each service's database. */
export type EventTables = LogTables & {
  /** Announced events after the one with this number, in order. */
  readOutbox(input: { after: number; limit: number }): Promise<OutboxRow[]>
  /** The same of these types only (all where none are named), and how far it has looked. */
  readAnnounced(input: {
    after: number
    limit: number
    types: readonly string[]
  }): Promise<{ readonly rows: OutboxRow[]; readonly upTo: number }>
  /** The number of the last event of that source that was consumed here. */
  readCursor(input: { source: string }): Promise<number>
  /** Applies events and moves the cursor, in one transaction. Gives what `consume` gave. */
  consume(input: Delivery): Promise<unknown>
  /**
   * Applies the events of one row each for itself, and puts those that fail to the dead letters,
   * in one transaction. Gives what `consume` gave, and what was buried.
   */
  consumeOrBury(input: { source: string; row: OutboxRow }): Promise<ConsumedSingly>
  listDeadLetters(input: { after?: number; limit: number }): Promise<DeadLetter[]>
  pruneOutbox(input: { upTo: number; beforeMs: number }): Promise<number>
  countDeadLetters(input: null): Promise<number>
  /** What is announced after that number, of these types (all where none are named). */
  measureUnheard(input: { after: number; types: readonly string[] }): Promise<Unheard>
  /** Calls back after each commit that announced something. */
  onAnnounced(listener: () => void): void
}

/** Events that somebody has still to hear, and the age of the oldest; 0 where there are none. */
export type Unheard = { readonly events: number; readonly oldestMs: number }

/** What a log between processes does with them. */
export type LogTables = {
  /** Takes announced rows away that the log has. */
  forgetSent(input: { numbers: readonly number[] }): Promise<void>
  /**
   * Applies those events that were not taken before, and records that they were, in one
   * transaction. Gives how many were new, and what `consume` gave.
   */
  consumeOnce(input: {
    source: string
    events: readonly ArrivedEvent[]
  }): Promise<{ readonly fresh: number; readonly result: unknown }>
  /** Puts one event to the dead letters. False where it was taken before. */
  buryOnce(input: { event: ArrivedEvent; reason: string }): Promise<boolean>
  /** Forgets that events were taken, some at a time. Gives how many. */
  pruneInbox(input: { source: string; beforeMs: number }): Promise<number>
  /** Takes or keeps a lease by the database's clock. False where another has it. */
  claimLease(input: { name: string; holder: string; forMs: number }): Promise<boolean>
  releaseLease(input: { name: string; holder: string }): Promise<void>
  /** Applies a dead letter again, the first of its subject. Rejects where that fails again. */
  redriveNext(input: { deadLetterId: number }): Promise<Redriven>
  /** Writes down why a dead letter lies there now. */
  blameDeadLetter(input: { deadLetterId: number; reason: string }): Promise<void>
  /** Takes a dead letter away. False where it is not there. */
  dropDeadLetter(input: { deadLetterId: number }): Promise<boolean>
}

export type Redriven =
  | { readonly outcome: 'applied'; readonly result: unknown; readonly nextId: number | null }
  /** What it holds was taken before, so that it went without being applied. */
  | { readonly outcome: 'known'; readonly nextId: number | null }
  | { readonly outcome: 'not_found' }
  /** An earlier one of its subject lies there. */
  | { readonly outcome: 'behind'; readonly firstId: number }

/** One announced event, or many of one type (`eventsOf` in outbox-reading.ts tells them apart). */
export type OutboxRow = {
  readonly number: number
  readonly type: string
  /** Empty where the row holds many. */
  readonly subject: string
  /** How many it holds, where it holds many. */
  readonly version: number
  readonly timeMs: number
  /** JSON text: the event's data, or a list of `{subject, version, data}`. */
  readonly data: string
}

export type Delivery = {
  readonly source: string
  /** The cursor as the deliverer knows it; a delivery from elsewhere is applied not at all. */
  readonly after: number
  readonly rows: readonly OutboxRow[]
  /** Where the cursor goes, where that is past the last row: over events that nobody wants here. */
  readonly upTo?: number
}

export type ConsumedSingly = {
  readonly results: readonly unknown[]
  readonly buried: readonly {
    readonly type: string
    readonly subject: string
    readonly reason: string
  }[]
}

export type DeadLetter = {
  readonly deadLetterId: number
  readonly eventId: string
  readonly source: string
  readonly type: string
  readonly subject: string
  readonly version: number
  readonly timeMs: number
  /** The first thousand characters of them. */
  readonly data: string
  readonly reason: string
  readonly buriedAtMs: number
  /** The first of its subject, which is applied before it; itself where nothing lies before it. */
  readonly firstId: number
}

/** The database refused by a CHECK or a unique key what a bug would have let through. */
export class ConstraintViolated extends Error {
  override readonly name = 'ConstraintViolated'
}

/**
 * The database cannot take this now: full, locked, gone. Nothing was written, unless it is a
 * `CommitUnknown`.
 */
export class DatabaseUnavailable extends Error {
  override readonly name: string = 'DatabaseUnavailable'
  /** Whether the operator was told already: who meets it need not log it again. */
  wasTold = false
}

/** Whether this is a database's silence of which the operator knows. */
export const wasTold = (error: unknown): boolean =>
  error instanceof DatabaseUnavailable && error.wasTold

/**
 * The answer to a commit was lost: it may have been written, now or in a moment, or not at all.
 * Whoever must know looks for what it would have written, under the lock that it took.
 */
export class CommitUnknown extends DatabaseUnavailable {
  override readonly name: string = 'CommitUnknown'
}

/** What lies on the disk is no longer what was written; only a backup brings it back. */
export class DatabaseDamaged extends DatabaseUnavailable {
  override readonly name: string = 'DatabaseDamaged'
}

/** What stands there cannot be opened, and what to do about it. */
export class DatabaseUnusable extends Error {
  override readonly name: string = 'DatabaseUnusable'
}

/** What stands there was written by a newer version of this program. */
export class DatabaseNewer extends DatabaseUnusable {
  override readonly name: string = 'DatabaseNewer'
}
