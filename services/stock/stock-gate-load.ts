import type { Redis } from '#platform/redis/redis.ts'
import type { GateSeed } from './drop-read-store.ts'
import { PER_CALL, parts, recordValues, scripts } from './stock-gate-scripts.ts'

type Loading = {
  readonly redis: Pick<Redis, 'run' | 'serverRun'>
  readonly nowMs: number
  readonly keys: readonly string[]
  /** Had before the seed was read: what is announced since then is kept beside it. */
  readonly lease: string
  readonly leaseMs: number
}

/** Tells Redis a drop, in parts, and then that this was all. Ends early where the lease is lost. */
export async function loadSeed(loading: Loading, seed: GateSeed): Promise<void> {
  const { redis, keys, lease, leaseMs, nowMs } = loading
  const { version } = seed.drop
  const holders = seed.taken.map(({ memberId, units }) => [memberId, units])
  const fills = [
    ...parts(seed.acceptedIds, PER_CALL).map(ids => ['known', ...ids]),
    ...parts(holders, PER_CALL).map(members => ['taken', ...members.flat()]),
  ]
  for (const values of fills) {
    const told = await redis.run(scripts.fill, keys, [lease, leaseMs, version, ...values])
    if (told === 0) return
  }
  await redis.run(scripts.load, keys, [
    ...[lease, redis.serverRun()],
    ...recordValues(seed.drop, nowMs),
  ])
}
