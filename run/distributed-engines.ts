import { randomUUID } from 'node:crypto'
import { LONGEST_TOKEN_MS } from '#contracts/members.ts'
import type { Config } from '#platform/config.ts'
import { openMysql } from '#platform/database/database.mysql.ts'
import type { Database, Store } from '#platform/database/database.ts'
import { databaseClock } from '#platform/database/database-clock.ts'
import { mysqlMeasures } from '#platform/database/mysql-measures.ts'
import { mysqlTime } from '#platform/database/mysql-time.ts'
import { openDiscovery } from '#platform/discovery/open-discovery.ts'
import { kafkaEventLog } from '#platform/events/event-log.kafka.ts'
import { inboxPruning } from '#platform/events/inbox-pruning.ts'
import { ON_LOG_AT_MOST_MS } from '#platform/events/kafka-topic-settings.ts'
import { refuseUnusableTopics } from '#platform/events/kafka-topics.ts'
import { redisRateLimits } from '#platform/http/rate-limit.redis.ts'
import { type JobLeases, jobLeases } from '#platform/jobs/job-lease.ts'
import type { Job } from '#platform/jobs/jobs.ts'
import { redisLive } from '#platform/live/live.redis.ts'
import { redisDenyList } from '#platform/redis/deny-list.ts'
import { openRedis } from '#platform/redis/redis.ts'
import { measureRedis } from '#platform/redis/redis-measures.ts'
import type { Keyring } from '#platform/security/keyring.ts'
import type { Distributed } from '#platform/shop-profile.ts'
import { systemClock } from '#platform/time/clock.ts'
import { fallbackGate, gateOfOne } from '#services/stock/stock-gate.fallback.ts'
import { type GateRepair, redisStockGate } from '#services/stock/stock-gate.redis.ts'
import { type Databases, databasesOf, settingsOf, storeModules } from './databases.ts'
import { endAtOnce } from './end-at-once.ts'
import { listeners } from './listeners.ts'
import { openKeyring } from './open-keyring.ts'
import type { ServiceName } from './services.ts'
import type { Engines, EnginesDeps } from './shop-engines.ts'
import { holdShopKeys } from './shop-keys.ts'
import { keepShopKind } from './shop-kind.ts'
import { prefixOf } from './shop-prefix.ts'
import { apart, shopTopics } from './shop-topics.ts'

/** What other processes change is not known here for at most so long. */
const BELIEVED_MS = 1_000

const GATE_REPAIRS: readonly GateRepair[] = ['given_back', 'reloaded', 'behind', 'gap']

/** It is known for so long that an event was taken: a day longer than a log may bring it again. */
const TAKEN_KNOWN_MS = ON_LOG_AT_MOST_MS + 86_400_000

/** MySQL, Redis and Kafka, for one process of many, or for the only one. */
export async function distributedEngines(
  config: Config,
  profile: Distributed,
  { log, metrics, names, clock: testClock }: EnginesDeps,
): Promise<Engines> {
  const keyring = await openKeyring(config)
  await using opened = new AsyncDisposableStack()
  const name = randomUUID()
  const prefix = prefixOf(profile)
  // What may not be there is asked for before anything is made.
  const redis = opened.use(await openRedis({ log }, profile.redisUrl))
  const discovery =
    profile.discovery &&
    opened.use(await openDiscovery({ clock: systemClock, log, redis, prefix }, profile.discovery))
  const kafka = await refuseUnusableTopics(profile.brokers, topicsOfThose(names, prefix))
  await keepShopKind(config)
  const holding = { clock: systemClock, log, end: endAtOnce(log), kafka }
  opened.use(await holdShopKeys(config, keyring, holding))
  measureRedis(metrics, redis)
  const connect = () => mysqlTime(profile.mysqlUrl)
  const clock = testClock ?? opened.use(await databaseClock({ connect, log }))
  // Instants by the shop's time, pauses by the real one.
  const shopTime = { nowMs: () => clock.nowMs(), wait: systemClock.wait }
  const databases = opened.use(
    await openMysqlDatabases(profile, {
      ...{ names, keyring, clock: testClock, dayMs: config.dayMs },
      measures: mysqlMeasures(metrics),
    }),
  )
  const live = opened.use(redisLive({ redis, clock: systemClock, log, name, prefix }))
  const limits = opened.use(redisRateLimits({ redis, clock: shopTime, prefix }))

  const repairs = metrics.counter({
    name: 'stock_gate_repairs_total',
    help: 'What was found wrong in the shared gate and put right.',
    labels: ['repair'],
  })
  for (const repair of GATE_REPAIRS) repairs({ repair })
  const fallbacks = metrics.counter({
    name: 'stock_gate_fallback_claims_total',
    help: 'Claims that this process’s own gate was asked about, because Redis could not be.',
  })({})
  const stockGate = fallbackGate(
    redisStockGate({
      redis,
      clock: shopTime,
      name,
      prefix,
      onRepair: (repair, count) => repairs({ repair }).add(count),
    }),
    gateOfOne(),
    { redis, onOwn: claims => fallbacks.add(claims) },
  )
  const opening = Object.values(databases.byName)
  const leases = new Map<string, JobLeases>()
  function jobsOf(database: Database<Store>, jobs: readonly Job[]): readonly Job[] {
    const common = { holder: name, clock: systemClock, log }
    const own = leases.get(database.service) ?? jobLeases({ ...common, leases: database.events })
    leases.set(database.service, own)
    return jobs.map(job => (job.everywhere ? job : own.alone(job)))
  }

  const closing = opened.move()
  return {
    keyring,
    clock,
    databases: databases.byName,
    live,
    denyList: redisDenyList({ redis, key: `${prefix}:ended-sessions`, keptMs: LONGEST_TOKEN_MS }),
    stockGate,
    limitOf: limits.limitOf,
    believedMs: BELIEVED_MS,
    discovery,
    openEvents: (subscribers, onApplied) =>
      kafkaEventLog(
        { brokers: profile.brokers, log, prefix, apart, onApplied },
        opening,
        subscribers,
      ),
    jobsOf,
    housekeeping: subscribers =>
      subscribers.flatMap(({ database, subscription }) => {
        const pruning = { clock, keptMs: TAKEN_KNOWN_MS }
        return jobsOf(database, [inboxPruning(pruning, database, subscription.sources)])
      }),
    async [Symbol.asyncDispose]() {
      for (const each of leases.values()) await each[Symbol.asyncDispose]()
      await closing[Symbol.asyncDispose]()
    },
  }
}

/** What the services here announce, and what they hear of. */
function topicsOfThose(names: readonly ServiceName[], prefix: string): readonly string[] {
  const heardBy: Partial<Record<ServiceName, readonly string[]>> = listeners
  const heard = names.flatMap(name => heardBy[name] ?? []).map(topic => `${prefix}.${topic}`)
  return [...new Set([...databasesOf(names).flatMap(shopTopics(prefix).topicsOf), ...heard])]
}

type OpenOptions = Pick<EnginesDeps, 'names' | 'clock'> & {
  readonly keyring: Keyring
  readonly dayMs?: number
  readonly measures?: ReturnType<typeof mysqlMeasures>
}

/** Opens the schemas of these services and brings them up to date. */
export async function openMysqlDatabases(
  { mysqlUrl }: Pick<Distributed, 'mysqlUrl'>,
  { names, keyring, clock, dayMs, measures }: OpenOptions,
): Promise<AsyncDisposable & { readonly byName: Partial<Databases> }> {
  await using opened = new AsyncDisposableStack()
  const byName: Record<string, Database<Store>> = {}
  const opening = databasesOf(names).map(async service => {
    const store = (await import(storeModules[service])) as Store
    const settings = settingsOf(service, { keyring, dayMs })
    const own = measures && { measures: measures(service) }
    const options = { url: mysqlUrl, service, store, settings, ...own }
    byName[service] = opened.use(await openMysql(clock === null ? options : { ...options, clock }))
  })
  const failed = (await Promise.allSettled(opening)).find(each => each.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  const all = opened.move()
  return {
    byName: byName as unknown as Partial<Databases>,
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}
