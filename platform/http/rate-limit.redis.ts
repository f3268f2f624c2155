import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Redis, script } from '#platform/redis/redis.ts'
import { RedisUnavailable } from '#platform/redis/redis-errors.ts'
import type { Clock } from '#platform/time/clock.ts'
import { type OwnRateLimit, type Rate, type RateLimits, rateLimit } from './rate-limit.ts'

type Deps = {
  readonly redis: Pick<Redis, 'run' | 'isReady'>
  readonly clock: Pick<Clock, 'nowMs' | 'wait'>
  /** Before all keys. */
  readonly prefix?: string
}

type Shared = {
  readonly name: string
  readonly rate: Rate
  readonly own: OwnRateLimit
  /** What was taken here, and is not told yet. */
  taken: Map<string, number>
}

/** How much later at most the others know what was taken here. */
const TELL_MS = 100
const KEYS_PER_CALL = 500

const take = script(readFileSync(join(import.meta.dirname, 'rate-limit.take.lua'), 'utf8'))

/**
 * Limits that all processes share. Each decides at once by what it knows, tells Redis what it gave
 * away, and hears what was given away elsewhere: so nobody waits for Redis, without it each goes on
 * by its own count, and within a moment somebody may get as much as there are processes, no more.
 */
export function redisRateLimits({ redis, clock, prefix = 'firstcome' }: Deps): {
  readonly limitOf: RateLimits
} & AsyncDisposable {
  const limits: Shared[] = []
  const stop = new AbortController()

  async function tell(limit: Shared): Promise<void> {
    const { name, rate, own } = limit
    const entries = [...limit.taken]
    limit.taken = new Map()
    const everyMs = 1_000 / rate.perSecond
    for (let at = 0; at < entries.length; at += KEYS_PER_CALL) {
      const part = entries.slice(at, at + KEYS_PER_CALL)
      // The braces have all buckets of a limit in one hash slot.
      const keys = part.map(([key]) => `${prefix}:rate:{${name}}:${key}`)
      const counts = part.map(([, count]) => count)
      const aheadMs = await redis.run(take, keys, [everyMs, everyMs * rate.burst, ...counts])
      for (const [index, ahead] of (aheadMs as number[]).entries()) {
        const [key] = part[index] ?? []
        if (key !== undefined) own.raise(key, ahead)
      }
    }
  }

  async function keepTelling(): Promise<void> {
    while (!stop.signal.aborted) {
      await clock.wait(TELL_MS, stop.signal)
      for (const limit of limits) {
        if (!redis.isReady()) limit.taken.clear()
        else if (limit.taken.size > 0) await unlessGone(tell(limit))
      }
    }
  }

  const telling = keepTelling()
  return {
    limitOf(name, rate) {
      const own = rateLimit(rate, clock.nowMs)
      const limit: Shared = { name, rate, own, taken: new Map() }
      limits.push(limit)
      return {
        take(key) {
          const waitMs = own.take(key)
          if (waitMs === 0) limit.taken.set(key, (limit.taken.get(key) ?? 0) + 1)
          return waitMs
        },
        waitMs: own.waitMs,
      }
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await telling
    },
  }
}

/** What could not be told is forgotten: each process counts on by itself. */
async function unlessGone(told: Promise<void>): Promise<void> {
  try {
    await told
  } catch (error) {
    if (!(error instanceof RedisUnavailable)) throw error
  }
}
