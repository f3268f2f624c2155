import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServicePolicy } from '#contracts/call-policies.ts'
import type { Api, Calls } from '#contracts/operation.ts'
import type { Instance } from '#platform/discovery/discovery.ts'
import { openPrivateDoor, type PrivateDoorDeps } from '#platform/http/private-http.ts'
import { silentLog } from '#platform/measures/log.ts'
import { openMetrics } from '#platform/measures/metrics.ts'
import type { Service } from '#platform/service.ts'
import { systemClock } from '#platform/time/clock.ts'
import { type RemoteDeps, remote } from './rpc-remote.ts'
import { serve } from './rpc-server.ts'

/** The INTERNAL_KEY of the shop under test. */
export const testKey = randomBytes(32)

/** Another process of the shop, as far as its callers can tell. */
type ProcessUnderTest = AsyncDisposable & {
  readonly port: number
  readonly instance: Instance
  readonly rpc: ReturnType<typeof serve>
}

export async function aProcess(
  services: readonly Service[],
  more: Partial<PrivateDoorDeps> & { readonly port?: number; readonly internalKey?: Buffer } = {},
): Promise<ProcessUnderTest> {
  const { port: wanted = 0, internalKey = testKey, ...deps } = more
  const rpc = serve({ services, internalKey, log: silentLog })
  const door = await openPrivateDoor({
    metrics: openMetrics({ ofProcess: false }),
    ready: () => true,
    log: silentLog,
    listen: { host: '127.0.0.1', port: wanted },
    rpc,
    leaveMs: 0,
    ...deps,
  })
  const url = `http://127.0.0.1:${door.port}`
  let closing: Promise<void> | undefined
  return {
    port: door.port,
    instance: { id: url, url },
    rpc,
    [Symbol.asyncDispose]: () => {
      closing ??= door.close()
      return closing
    },
  }
}

/** Something that offers one API as the service `toy`. */
export function aToyService<A extends Api>(api: A, calls: Calls<A>): Service {
  return { name: 'toy', api, calls: calls as unknown as Service['calls'] }
}

const aPolicy: ServicePolicy = {
  balance: 'round_robin',
  timeoutMs: 5_000,
  attempts: 2,
  breaker: { failures: 3, openMs: 50 },
  meanwhile: 'Nothing.',
  operations: {},
}

/** The caller's side, to the service `toy`. */
export function aRemote<A extends Api>(
  api: A,
  instances: readonly Instance[] | (() => readonly Instance[]),
  {
    policy,
    ...deps
  }: Partial<Omit<RemoteDeps, 'policy'>> & { policy?: Partial<ServicePolicy> } = {},
) {
  return remote(api, 'toy', {
    instances: typeof instances === 'function' ? instances : () => instances,
    internalKey: testKey,
    clock: systemClock,
    log: silentLog,
    policy: { ...aPolicy, ...policy },
    ...deps,
  })
}

/** Resolves as soon as this holds; looks again and again. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(5)
}
