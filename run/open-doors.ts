import { join } from 'node:path'
import type { Api, Calls } from '#contracts/operation.ts'
import type { Config } from '#platform/config.ts'
import type { DatabaseWatch } from '#platform/database/database-watch.ts'
import type { Discovery } from '#platform/discovery/discovery.ts'
import { openPrivateDoor } from '#platform/http/private-http.ts'
import type { RateLimits } from '#platform/http/rate-limit.ts'
import type { Metrics } from '#platform/measures/metrics.ts'
import { serve } from '#platform/rpc/rpc-server.ts'
import { type Keyring, publicJwks } from '#platform/security/keyring.ts'
import type { Service } from '#platform/service.ts'
import type { Door } from '#services/gateway/door.ts'
import type { RehearsalCalls } from '#services/gateway/operators-door.ts'
import { privatePortOf, publicPortOf } from './door-ports.ts'
import { keepersOf, knownServices } from './known-services.ts'
import { ownAddress } from './own-address.ts'
import { consoleRehearsals } from './rehearsal/console-rehearsals.ts'
import type { ShopPart } from './services.ts'
import { apis, type Callers, type Services, serviceNames, streams } from './services.ts'
import type { Elsewhere } from './services-elsewhere.ts'
import { WEB_FOLDER } from './web-folder.ts'
import type { Shared } from './wire-services.ts'

type Doors = AsyncDisposable & {
  /** The ports they have, where 0 was asked for; no public one where the gateway is elsewhere. */
  readonly httpPort: number | null
  readonly privatePort: number
}

type Behind = Shared & {
  readonly services: Partial<Services>
  readonly elsewhere: Elsewhere
  readonly keyring: Keyring
  readonly metrics: Metrics
  readonly limitOf: RateLimits | null
  readonly discovery: Discovery | null
  readonly databaseWatch: DatabaseWatch
  readonly config: Config
  readonly copies: boolean
  readonly parts: readonly ShopPart[]
  /** How long clients are still served when the shop is asked to end, and told to come no more. */
  readonly leaveMs: number
}

/** What is in flight when the shop is asked to end may take so long. */
const DRAIN_MS = 12_000

/**
 * Opens the doors: the public one where the gateway runs, and the private one, for the operator and
 * for the other processes. First nobody is told any more to come, then both close gracefully.
 */
export async function openDoors(behind: Behind): Promise<Doors> {
  await using opened = new AsyncDisposableStack()
  let open = false
  const isOpen = () => open
  const privateDoor = await openPrivate(behind, isOpen)
  opened.defer(() => privateDoor.close())
  const ownUrl = ownUrlOf(behind, privateDoor.port)
  const isGateway = behind.parts.includes('gateway')
  const { profile } = behind.config
  const folder = profile.kind === 'embedded' ? join(profile.dataFolder, 'rehearsals') : null
  const rehearsals = opened.use(
    consoleRehearsals({ ...behind, folder, stock: behind.callers.stock }),
  )
  const gateway = isGateway ? await openPublic(behind, { isOpen, ownUrl, rehearsals }) : null
  if (gateway !== null) opened.defer(() => gateway.close())

  open = true
  const announcement = await announce(behind, ownUrl)
  opened.defer(async () => {
    open = false
    await announcement?.withdraw()
  })
  const all = opened.move()
  return {
    httpPort: gateway?.port ?? null,
    privatePort: privateDoor.port,
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}

type Own = {
  readonly isOpen: () => boolean
  readonly ownUrl: string | null
  readonly rehearsals: RehearsalCalls
}

async function openPublic({ config, limitOf, ...shared }: Behind, own: Own) {
  const { openGateway } = await import('#services/gateway/gateway.ts')
  const { operatorsDoor } = await import('#services/gateway/operators-door.ts')
  const openedAtMs = shared.clock.nowMs()
  const operators = operatorsDoor({
    ...shared,
    ...own,
    silentDatabases: shared.databaseWatch.silent,
    services: () => knownServices({ ...shared, ...own, openedAtMs }),
    keepers: keepersOf(shared.callers),
  })
  return openGateway({
    ...shared,
    // A door behind which nobody stands yet is not to be sent anybody.
    ready: () => own.isOpen() && shared.elsewhere.enoughFound(),
    doors: [...doorsOf(shared), operators],
    members: shared.callers.members,
    payments: shared.callers.payments,
    ...(config.smtp === null && { mailbox: shared.callers.notifications }),
    tokens: shared.accessTokens,
    jwks: JSON.stringify(publicJwks(shared.keyring)),
    webFolder: WEB_FOLDER,
    listen: publicPortOf(config),
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    rateLimits: config.rateLimits,
    ...(limitOf && { limitOf }),
    leaveMs: shared.leaveMs,
    drainMs: DRAIN_MS,
  })
}

async function openPrivate({ config, ...shared }: Behind, isOpen: () => boolean) {
  const { services, keyring, discovery, databaseWatch } = shared
  const silentDatabases = databaseWatch.silent
  const ready = () => isOpen() && !isUseless(services, silentDatabases())
  const common = { ...shared, ready, silentDatabases }
  const listen = privatePortOf(config)
  if (discovery === null) return openPrivateDoor({ ...common, listen })
  const here = Object.values<Service>(services)
  const rpc = serve({ ...shared, services: here, internalKey: keyring.internalKey })
  return openPrivateDoor({ ...common, listen, rpc })
}

/** Nothing that it is there for can be done; what can, goes on. */
function isUseless(services: Partial<Services>, silent: readonly string[]): boolean {
  const names = Object.keys(services)
  return names.length > 0 && names.every(name => silent.includes(name))
}

/** Where other processes find the services of this one; null where nobody looks for them. */
function ownUrlOf({ config, services, discovery }: Behind, privatePort: number): string | null {
  const { profile } = config
  const names = Object.keys(services)
  if (discovery === null || profile.kind !== 'distributed' || names.length === 0) return null
  const host = ownAddress(profile.privateHost)
  return `http://${host.includes(':') ? `[${host}]` : host}:${privatePort}`
}

/** Tells the other processes what they find here. */
async function announce({ services, discovery }: Behind, ownUrl: string | null) {
  if (discovery === null || ownUrl === null) return null
  return discovery.announce(Object.keys(services), ownUrl)
}

/** What the gateway offers of each service. It validates input, so that is not done again. */
function doorsOf({
  services,
  callers,
  copies,
}: Pick<Behind, 'services' | 'callers' | 'copies'>): Door[] {
  return serviceNames.map(name => {
    const here = services[name]
    if (here !== undefined && !copies) return here as unknown as Door
    const calls = callers[name as keyof Callers] as unknown as Calls<Api>
    const followed = name in streams ? streams[name as keyof typeof streams] : undefined
    return { name, api: apis[name], calls, ...(followed && { streams: followed }) } as Door
  })
}
