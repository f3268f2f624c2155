import type { Config } from '#platform/config.ts'
import { openSqlite, startDatabaseThread } from '#platform/database/database.sqlite.ts'
import type { Database } from '#platform/database/database.ts'
import { databaseHealth } from '#platform/database/database-health.ts'
import { embeddedEventLog } from '#platform/events/event-log.embedded.ts'
import { outboxPruning } from '#platform/events/outbox-pruning.ts'
import { memoryLive } from '#platform/live/live.memory.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Keyring } from '#platform/security/keyring.ts'
import type { Embedded } from '#platform/shop-profile.ts'
import type { Clock } from '#platform/time/clock.ts'
import { systemClock } from '#platform/time/clock.ts'
import { memoryStockGate } from '#services/stock/stock-gate.memory.ts'
import { lockDataFolder } from './data-folder.ts'
import {
  type DatabaseName,
  type Databases,
  type Stores,
  settingsOf,
  storeModules,
} from './databases.ts'
import { endAtOnce } from './end-at-once.ts'
import { noteDatabases } from './lost-databases.ts'
import { openKeyring } from './open-keyring.ts'
import { type Engines, type EnginesDeps, EVENTS_KEPT_MS } from './shop-engines.ts'
import { holdShopKeys } from './shop-keys.ts'
import { keepShopKind } from './shop-kind.ts'

/** SQLite, memory, and the outboxes themselves as event log: all in this process. */
export async function embeddedEngines(
  config: Config,
  { dataFolder }: Embedded,
  { log, clock = null }: EnginesDeps,
): Promise<Engines> {
  await using opened = new AsyncDisposableStack()
  const { path: folder } = opened.use(lockDataFolder(dataFolder))
  await keepShopKind(config)
  const keyring = await openKeyring(config)
  opened.use(await holdShopKeys(config, keyring, { clock: systemClock, log, end: endAtOnce(log) }))
  const shopClock = clock ?? systemClock
  const { dayMs } = config
  const databases = opened.use(
    await openSqliteDatabases({ folder, clock: shopClock, keyring, dayMs, log }),
  )
  const all = Object.values(databases)
  const live = memoryLive()
  const closing = opened.move()
  return {
    keyring,
    clock: shopClock,
    databases,
    live,
    denyList: null,
    stockGate: memoryStockGate(),
    limitOf: null,
    believedMs: Number.POSITIVE_INFINITY,
    discovery: null,
    openEvents: async (subscribers, onApplied) =>
      embeddedEventLog({ clock: shopClock, log, onApplied }, all, subscribers),
    jobsOf: (_, jobs) => jobs,
    housekeeping: subscribers => [
      outboxPruning({ clock: shopClock, keptMs: EVENTS_KEPT_MS }, all, subscribers),
    ],
    [Symbol.asyncDispose]: () => closing[Symbol.asyncDispose](),
  }
}

type Options = {
  readonly folder: string
  readonly clock: Clock
  readonly keyring: Keyring
  readonly dayMs?: number
  readonly log?: Log
}

/**
 * Opens every database of the shop and brings its schema up to date. Stock has a thread for
 * itself, because the rush is there; the others share one.
 */
export async function openSqliteDatabases({
  folder,
  clock,
  keyring,
  dayMs,
  log,
}: Options): Promise<Databases & AsyncDisposable> {
  await using opened = new AsyncDisposableStack()
  const health = log && databaseHealth(log)
  const rush = opened.use(startDatabaseThread(clock, health))
  const rest = opened.use(startDatabaseThread(clock, health))
  const open = async <Name extends keyof Stores>(name: Name): Promise<Database<Stores[Name]>> => {
    const thread = name === 'stock' ? rush : rest
    const settings = settingsOf(name, { keyring, dayMs })
    return openSqlite<Stores[Name]>(thread, folder, name, storeModules[name], settings)
  }
  const [stock, catalog, members, notifications, orders, payments, simulator] = await Promise.all([
    open('stock'),
    open('catalog'),
    open('members'),
    open('notifications'),
    open('orders'),
    open('payments'),
    open('simulator'),
  ])
  const databases = { stock, catalog, members, notifications, orders, payments, simulator }
  for (const database of Object.values(databases)) opened.use(database)
  await noteDatabases(folder)
  const all = opened.move()
  return { ...databases, [Symbol.asyncDispose]: () => all[Symbol.asyncDispose]() }
}

/** Opens one database alone, beside a running shop. */
export async function openOneSqlite<Name extends DatabaseName>(
  name: Name,
  { folder, clock, keyring }: Options,
): Promise<Database<Stores[Name]>> {
  await using opened = new AsyncDisposableStack()
  const thread = opened.use(startDatabaseThread(clock))
  const database = opened.use(
    await openSqlite<Stores[Name]>(
      thread,
      folder,
      name,
      storeModules[name],
      settingsOf(name, { keyring }),
    ),
  )
  await noteDatabases(folder)
  const all = opened.move()
  return { ...database, [Symbol.asyncDispose]: () => all[Symbol.asyncDispose]() }
}
