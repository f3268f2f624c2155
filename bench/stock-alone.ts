import { readFile } from 'node:fs/promises'
import { callPolicies, type ServicePolicy } from '#contracts/call-policies.ts'
import type { CallContext } from '#contracts/operation.ts'
import { isRefusal } from '#contracts/problems.ts'
import { stockApi } from '#contracts/stock.ts'
import { readConfig } from '#platform/config.ts'
import { redisDiscovery } from '#platform/discovery/discovery.redis.ts'
import { silentLog } from '#platform/measures/log.ts'
import { openRedis } from '#platform/redis/redis.ts'
import { remote } from '#platform/rpc/rpc-remote.ts'
import { systemClock } from '#platform/time/clock.ts'
import { openKeyring } from '#run/open-keyring.ts'
import type { SplitShop } from './split-shop-under-load.ts'

/** How reservations reach the stock processes: as the gateway sends them, or each in its turn. */
type Way = 'together' | 'to_all_in_turn'

export type DirectRun = {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** What was not reserved, though there was enough. */
  readonly failed: number
}

const policies: Readonly<Record<Way, ServicePolicy>> = {
  together: callPolicies.stock,
  // All of them decide the drop at once, which the gateway avoids.
  to_all_in_turn: { ...callPolicies.stock, balance: 'round_robin', operations: {} },
}

type Press = {
  readonly dropId: string
  readonly prefix: string
  readonly way?: Way
  readonly seconds?: number
}

const AT_ONCE = 64

/**
 * Reserves past the gateway, by the calls that it would make, from this process: 64 at once, each
 * the next when it was answered.
 */
export async function pressStock(
  { environment, tokens }: SplitShop,
  { dropId, prefix, way = 'together', seconds = 5 }: Press,
): Promise<DirectRun> {
  const callers = await callersOf(tokens)
  await using stock = await stockOf(environment, policies[way])
  const tookMs: number[] = []
  let asked = 0
  let failed = 0
  const fromMs = performance.now()
  const untilMs = fromMs + seconds * 1_000

  async function press(): Promise<void> {
    const n = asked++
    const askedMs = performance.now()
    const context = { ...callers[n % callers.length], idempotencyKey: `${prefix}${n}` }
    const answer = await stock.calls
      .reserve({ dropId, quantity: 1 }, context as CallContext)
      .catch(error => ({ refused: String(error) }))
    tookMs.push(performance.now() - askedMs)
    if (isRefusal(answer)) failed++
  }
  async function pressOnAndOn(): Promise<void> {
    while (performance.now() < untilMs) await press()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, pressOnAndOn))
  const tookSeconds = (performance.now() - fromMs) / 1_000
  const sorted = tookMs.toSorted((a, b) => a - b)
  const percentile = (share: number) =>
    Number((sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(3))
  return {
    perSecond: Number((tookMs.length / tookSeconds).toFixed(1)),
    p50Ms: percentile(0.5),
    p99Ms: percentile(0.99),
    failed,
  }
}

/** The members of a file of tokens, as the gateway tells who they are. */
async function callersOf(tokens: string): Promise<Pick<CallContext, 'caller'>[]> {
  const lines = (await readFile(tokens, 'utf8')).split('\n')
  return lines.map(token => {
    const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()
    const { sub, sid } = JSON.parse(claims) as { readonly sub: string; readonly sid: string }
    const caller = { memberId: sub, sessionId: sid, roles: ['member'] as const }
    return { caller: { ...caller, emailVerified: true } }
  })
}

async function stockOf(environment: SplitShop['environment'], policy: ServicePolicy) {
  await using opened = new AsyncDisposableStack()
  const config = readConfig({ ...environment })
  const { profile } = config
  if (profile.kind !== 'distributed') throw new Error('a split shop has engines')
  const { internalKey } = await openKeyring(config)
  const common = { clock: systemClock, log: silentLog }
  const redis = opened.use(await openRedis(common, profile.redisUrl))
  const keyPrefix = new URL(profile.mysqlUrl).pathname.slice(1)
  const discovery = opened.use(await redisDiscovery({ ...common, redis }, { keyPrefix }))
  const instances = () => discovery.instancesOf('stock')
  const { calls } = opened.use(
    remote(stockApi, 'stock', { ...common, policy, internalKey, instances }),
  )
  const all = opened.move()
  return { calls, [Symbol.asyncDispose]: () => all[Symbol.asyncDispose]() }
}
