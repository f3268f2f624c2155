import type { Config } from '#platform/config.ts'
import { databaseWatch } from '#platform/database/database-watch.ts'
import type { Subscriber } from '#platform/events/event-log.ts'
import { measureBacklog } from '#platform/events/event-measures.ts'
import { type RunningJobs, runJobs } from '#platform/jobs/jobs.ts'
import { type Log, openLog } from '#platform/measures/log.ts'
import { openMetrics } from '#platform/measures/metrics.ts'
import { accessTokens } from '#platform/security/access-token.ts'
import { passwords } from '#platform/security/password.ts'
import { personalData } from '#platform/security/personal-data.ts'
import type { Clock } from '#platform/time/clock.ts'
import type { PaymentProvider } from '#services/payments/payment-provider.ts'
import type { Databases } from './databases.ts'
import { lateCallers } from './late-callers.ts'
import { makeFirstAdmin } from './make-first-admin.ts'
import { shopMeasures } from './measure-shop.ts'
import { both, openTracing, traceApplied, tracedServices } from './open-tracing.ts'
import { refuseBadStart } from './refuse-bad-start.ts'
import {
  apis,
  type Callers,
  type Services,
  type ShopPart,
  serviceNames,
  shopParts,
} from './services.ts'
import { servicesElsewhere } from './services-elsewhere.ts'
import type { Engines, EnginesDeps } from './shop-engines.ts'

/** What a test puts in the place of the real thing. */
export type ShopOptions = {
  readonly clock?: Clock
  readonly log?: Log
  readonly provider?: PaymentProvider
  /** Stands between the services and their databases. */
  readonly aroundDatabases?: (databases: Partial<Databases>) => Partial<Databases>
  /** Services get copies of what others tell them, as between processes. */
  readonly copies?: boolean
  /** What runs in this process: everything, unless told. */
  readonly parts?: readonly ShopPart[]
  /** How long clients are still served when it is disposed, and told to come no more. */
  readonly leaveMs?: number
}

/** How many passwords are hashed at once, each with 19 MiB, and how many wait for their turn. */
const PASSWORDS = { concurrent: 2, waiting: 100 }

/** A shop, or a part of one, that runs in this process until it is disposed. */
export type Shop = AsyncDisposable & {
  /** The ports it has, where 0 was asked for; no public one where the gateway is elsewhere. */
  readonly httpPort: number | null
  readonly privatePort: number
  readonly callers: Callers
  readonly databases: Partial<Databases>
  /** Which services here hear of what. */
  readonly subscribers: readonly Subscriber[]
  /** Resolves when every announced event has reached its consumers. */
  settled(): Promise<void>
}

/**
 * What runs in production: engines, services, the events between them, their jobs, and the doors,
 * which open last and close first. Throws what `sentenceFor` can explain where something is missing
 * or taken.
 */
export async function openShop(
  config: Config,
  {
    clock: testClock,
    log = openLog(config.logLevel),
    provider,
    aroundDatabases = databases => databases,
    copies = false,
    parts = shopParts,
    leaveMs = 0,
  }: ShopOptions = {},
): Promise<Shop> {
  await using opened = new AsyncDisposableStack()
  const names = serviceNames.filter(name => parts.includes(name))
  await refuseBadStart(config, parts)
  const metrics = openMetrics({ ofProcess: true })
  const measures = shopMeasures(metrics, { ...config, parts })
  const traces = opened.use(await openTracing(config, parts))
  const tracing = traces?.tracing ?? null

  // The databases load their stores while this thread loads the services.
  const [engines, { wireServices }, { openDoors }] = await Promise.all([
    openEngines(config, { log, metrics, names, clock: testClock ?? null }),
    import('./wire-services.ts'),
    import('./open-doors.ts'),
  ])
  opened.use(engines)
  const { keyring, clock, discovery } = engines
  const databases = measures.databases(aroundDatabases(engines.databases))

  let jobs: RunningJobs | undefined
  const { callers, bindLocal, bindRemote } = lateCallers(apis)
  const shared = {
    ...engines,
    config,
    databases,
    log,
    metrics,
    callers,
    accessTokens: accessTokens({ keyring, clock, issuer: config.publicUrl }),
    passwords: passwords(PASSWORDS),
    personalData: personalData(keyring),
    provider: provider ?? null,
    isAlone: config.profile.kind === 'embedded',
    wake: (job: string) => jobs?.wake(job),
    tracing,
  }
  const services = tracedServices(tracing, await wireServices(shared, names))
  for (const service of Object.values(services)) bindLocal(service, { copies })
  const elsewhere = opened.use(servicesElsewhere({ ...shared, here: names }))
  for (const { name, calls } of elsewhere.services) bindRemote(name, calls)
  const { members } = databases
  if (members !== undefined) {
    await makeFirstAdmin({ ...shared, databases: { members } }, config)
  }

  const subscribers = subscribersOf(services, databases)
  const onApplied = tracing ? both(measures.onApplied, traceApplied(tracing)) : measures.onApplied
  const events = opened.use(await engines.openEvents(subscribers, onApplied))
  const ownDatabases = names.flatMap(name => databases[name] ?? [])
  measureBacklog({ metrics, log, events, databases: ownDatabases })
  jobs = opened.use(
    runJobs({ clock, log }, [
      ...names.flatMap(name => {
        const database = databases[name]
        const own = services[name]?.jobs?.map(measures.job) ?? []
        return database ? engines.jobsOf(database, own) : []
      }),
      ...engines.housekeeping(subscribers),
    ]),
  )
  const doors = opened.use(
    await openDoors({
      ...{ ...shared, services, elsewhere, copies, parts, discovery, leaveMs },
      databaseWatch: opened.use(databaseWatch({ databases: ownDatabases })),
    }),
  )
  await openDemo({ ...shared, engines, opened })

  const all = opened.move()
  return {
    callers,
    databases,
    subscribers,
    httpPort: doors.httpPort,
    privatePort: doors.privatePort,
    settled: () => events.settled(),
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}

/** The engines of the profile; the other profile's code is not even loaded. */
async function openEngines(config: Config, deps: EnginesDeps): Promise<Engines> {
  const { profile } = config
  if (profile.kind === 'embedded') {
    const { embeddedEngines } = await import('./embedded-engines.ts')
    return embeddedEngines(config, profile, deps)
  }
  const { distributedEngines } = await import('./distributed-engines.ts')
  return distributedEngines(config, profile, deps)
}

function subscribersOf(services: Partial<Services>, databases: Partial<Databases>): Subscriber[] {
  return serviceNames.flatMap(name => {
    const subscription = services[name]?.subscription
    const database = databases[name]
    return subscription && database ? [{ database, subscription }] : []
  })
}

type DemoDeps = {
  readonly config: Config
  readonly callers: Callers
  readonly clock: Clock
  readonly log: Log
  readonly engines: Engines
  readonly opened: AsyncDisposableStack
}

/** The sample shop is kept by whichever process has the catalogue. */
async function openDemo({ config, callers, clock, log, engines, opened }: DemoDeps): Promise<void> {
  const { demo, adminEmail } = config
  const { catalog } = engines.databases
  if (!demo || adminEmail === null || catalog === undefined) return
  const { demoJob } = await import('./seed.ts')
  const job = demoJob({ ...callers, clock, adminEmail })
  opened.use(runJobs({ clock, log }, engines.jobsOf(catalog, [job])))
}
