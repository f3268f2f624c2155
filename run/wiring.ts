import { accessTokens } from '#platform/access-token.ts'
import { type Clock, systemClock } from '#platform/clock.ts'
import type { Config } from '#platform/config.ts'
import { embeddedEventLog } from '#platform/event-log.embedded.ts'
import type { Subscriber } from '#platform/event-log.ts'
import { type RunningJobs, runJobs } from '#platform/jobs.ts'
import { memoryLive } from '#platform/live.memory.ts'
import { type Log, openLog } from '#platform/log.ts'
import { outboxPruning } from '#platform/outbox-pruning.ts'
import { passwords } from '#platform/password.ts'
import { personalData } from '#platform/personal-data.ts'
import { simulatedPaymentProvider } from '#services/payments/payment-provider.simulator.ts'
import type { PaymentProvider } from '#services/payments/payment-provider.ts'
import { lockDataFolder } from './data-folder.ts'
import { makeFirstAdmin } from './make-first-admin.ts'
import { type Databases, openDatabases } from './open-databases.ts'
import { openKeyring } from './open-keyring.ts'
import { demoJob } from './seed.ts'
import type { Callers, Services } from './wire-services.ts'

/** What a test puts in the place of the real thing. */
export type ShopOptions = {
  readonly clock?: Clock
  readonly log?: Log
  readonly provider?: PaymentProvider
  /** Stands between the services and their databases. */
  readonly aroundDatabases?: (databases: Databases) => Databases
  /** Services get copies of what others tell them, as between processes. */
  readonly copies?: boolean
}

/** How many passwords are hashed at once, each with 19 MiB, and how many wait for their turn. */
const PASSWORDS = { concurrent: 2, waiting: 100 }

/** How long an event is kept after everybody has it: for those who look into what happened. */
const EVENTS_KEPT_MS = 86_400_000

/** A whole shop that runs in this process, until it is disposed. */
export type Shop = AsyncDisposable & {
  /** The ports it has, where 0 was asked for. */
  readonly httpPort: number
  readonly privatePort: number
  readonly callers: Callers
  readonly databases: Databases
  /** Resolves when every announced event has reached its consumers. */
  settled(): Promise<void>
}

/**
 * What runs in production: keys, databases in their threads, services, the events between them,
 * their jobs, and the public door, which opens last and closes first. Throws what `sentenceFor`
 * can explain where something is missing or taken.
 */
export async function openShop(
  config: Config,
  {
    clock = systemClock,
    log = openLog(config.logLevel),
    provider,
    aroundDatabases = databases => databases,
    copies = false,
  }: ShopOptions = {},
): Promise<Shop> {
  await using opened = new AsyncDisposableStack()

  const { path: folder } = opened.use(lockDataFolder(config.dataFolder))
  const keyring = await openKeyring(config)
  // The database threads load their stores while this one loads the services.
  const [stores, { wireServices }, { openDoors }] = await Promise.all([
    openDatabases({ folder, clock, keyring }),
    import('./wire-services.ts'),
    import('./open-doors.ts'),
  ])
  const databases = aroundDatabases(opened.use(stores))

  const { demo, adminEmail } = config
  let jobs: RunningJobs | undefined
  const shared = {
    config,
    databases,
    clock,
    log,
    copies,
    live: memoryLive(),
    accessTokens: accessTokens({ keyring, clock, issuer: config.publicUrl }),
    passwords: passwords(PASSWORDS),
    personalData: personalData(keyring),
    provider:
      provider ??
      simulatedPaymentProvider({ database: databases.simulator, clock }, config.simulator),
    wake: (job: string) => jobs?.wake(job),
  }
  await makeFirstAdmin(shared, config)
  const { services, callers } = wireServices(shared)

  const subscribers = subscribersOf(services, databases)
  const events = opened.use(embeddedEventLog({ clock, log }, Object.values(databases), subscribers))
  jobs = opened.use(
    runJobs({ clock, log }, [
      ...Object.values(services).flatMap(service => service.jobs ?? []),
      outboxPruning({ clock, keptMs: EVENTS_KEPT_MS }, Object.values(databases), subscribers),
    ]),
  )
  const doors = opened.use(await openDoors({ ...shared, services, callers, keyring }))
  if (demo && adminEmail !== null) {
    opened.use(runJobs({ clock, log }, [demoJob({ ...callers, clock, adminEmail })]))
  }

  const all = opened.move()
  return {
    callers,
    databases,
    httpPort: doors.httpPort,
    privatePort: doors.privatePort,
    settled: () => events.settled(),
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}

function subscribersOf(services: Services, databases: Databases): Subscriber[] {
  const names = Object.keys(services) as (keyof Services)[]
  return names.flatMap(name => {
    const { subscription } = services[name]
    return subscription ? [{ database: databases[name], subscription }] : []
  })
}
