import type { Config } from '#platform/config.ts'
import { type Keyring, publicJwks } from '#platform/keyring.ts'
import { openMetrics } from '#platform/metrics.ts'
import { openPrivateDoor } from '#platform/private-http.ts'
import { openGateway } from '#services/gateway/gateway.ts'
import type { Callers, Services, Shared } from './wire-services.ts'

export type Doors = AsyncDisposable & {
  /** The ports they have, where 0 was asked for. */
  readonly httpPort: number
  readonly privatePort: number
}

type Behind = Shared & {
  readonly services: Services
  readonly callers: Callers
  readonly keyring: Keyring
  readonly config: Config
}

/** What is in flight when the shop is asked to end may take so long. */
const DRAIN_MS = 5_000

/** Opens the door for everybody, and the one for the operator. Closes both gracefully. */
export async function openDoors({
  services,
  callers,
  keyring,
  config,
  copies,
  ...shared
}: Behind): Promise<Doors> {
  await using opened = new AsyncDisposableStack()
  let open = false
  const metrics = openMetrics({ ofProcess: true })
  const common = { ...shared, metrics, ready: () => open }

  const gateway = await openGateway({
    ...common,
    // The gateway validates what comes in, so what is asked through it is not checked again.
    doors: Object.values(services).map(service =>
      copies ? { ...service, calls: callers[service.name as keyof Callers] } : service,
    ),
    members: callers.members,
    mailbox: callers.notifications,
    tokens: shared.accessTokens,
    jwks: JSON.stringify(publicJwks(keyring)),
    listen: { port: config.httpPort },
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    rateLimits: config.rateLimits,
    drainMs: DRAIN_MS,
  })
  opened.defer(() => gateway.close())

  // The operator's own machine only: what stands behind it is not for the network.
  const listen = { host: 'localhost', port: config.privatePort }
  const privateDoor = await openPrivateDoor({ ...common, listen })
  opened.defer(() => privateDoor.close())

  open = true
  opened.defer(() => {
    open = false
  })
  const all = opened.move()
  return {
    httpPort: gateway.port,
    privatePort: privateDoor.port,
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}
