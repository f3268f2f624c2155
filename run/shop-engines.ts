import type { Database, Store } from '#platform/database/database.ts'
import type { Discovery } from '#platform/discovery/discovery.ts'
import type { EventLog, OnApplied, Subscriber } from '#platform/events/event-log.ts'
import type { RateLimits } from '#platform/http/rate-limit.ts'
import type { Job } from '#platform/jobs/jobs.ts'
import type { Live } from '#platform/live/live.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Metrics } from '#platform/measures/metrics.ts'
import type { DenyList } from '#platform/redis/deny-list.ts'
import type { Keyring } from '#platform/security/keyring.ts'
import type { Clock } from '#platform/time/clock.ts'
import type { StockGate } from '#services/stock/stock-gate.ts'
import type { Databases } from './databases.ts'
import type { ServiceName } from './services.ts'

/** What carries the services of this process; each profile has its own. */
export type Engines = AsyncDisposable & {
  readonly keyring: Keyring
  readonly clock: Clock
  /** Those of the services that run here. */
  readonly databases: Partial<Databases>
  readonly live: Live
  /** Of sessions that ended; null where all of the shop is this process. */
  readonly denyList: DenyList | null
  readonly stockGate: StockGate
  /** Where rates are counted that more than this process must keep; null where it is alone. */
  readonly limitOf: RateLimits | null
  /** How long what this process knows of a drop is believed; for ever where nobody else changes it. */
  readonly believedMs: number
  /** Who offers what in other processes; null where all is in this one. */
  readonly discovery: Discovery | null
  /** Brings events to those who listen here, until it is disposed. */
  openEvents(subscribers: readonly Subscriber[], onApplied: OnApplied): Promise<EventLog>
  /** Jobs as they are to be run here: those that one process does alone, under a lease. */
  jobsOf(database: Database<Store>, jobs: readonly Job[]): readonly Job[]
  /** What keeps the boxes of events small. */
  housekeeping(subscribers: readonly Subscriber[]): readonly Job[]
}

export type EnginesDeps = {
  readonly log: Log
  readonly metrics: Metrics
  /** The services that run here. */
  readonly names: readonly ServiceName[]
  /** In a test: instead of the time that the profile goes by. */
  readonly clock: Clock | null
}

/** How long an event is kept after everybody has it: for those who look into what happened. */
export const EVENTS_KEPT_MS = 86_400_000
