import type { Redis } from '#platform/redis/redis.ts'
import { RedisUnavailable } from '#platform/redis/redis-errors.ts'
import { memoryStockGate } from './stock-gate.memory.ts'
import type { StockGate } from './stock-gate.ts'

type Deps = {
  readonly redis: Pick<Redis, 'isReady'>
  /** Of durations: never set back. */
  readonly elapsedMs?: () => number
  /** So many claims were asked of this process's own gate. */
  readonly onOwn?: (claims: number) => void
}

/**
 * How long what was read from the database is believed while processes hear nothing of each other:
 * so long, or many times what reading it took, so that reading it again costs little.
 */
const BELIEVED_MS = 1_000
const BELIEVED_TIMES = 20
/** However long it took: who waited for a lock has read nothing that holds longer. */
const BELIEVED_AT_MOST_MS = 5_000

/**
 * For a process that is alone: what others have on its way it cannot know, so that what is on its way
 * here is no reason to turn anybody away for good.
 */
export const gateOfOne = (): StockGate => memoryStockGate({ stuckMs: -1 })

/**
 * The gate that all processes share, and this process's own where Redis cannot be asked: sales go
 * on, and the database decides as always. When Redis is back its drops are loaded anew wherever
 * news were lost, or it is another than it was: that is the shared gate's affair, which is told
 * everything, also what it cannot hear.
 */
export function fallbackGate(
  shared: StockGate,
  own: StockGate,
  { redis, elapsedMs = () => performance.now(), onOwn = () => undefined }: Deps,
): StockGate {
  const believedUntilMs = new Map<string, number>()
  /** Drops that this process's own gate wants to be told, and since when. */
  const wanted = new Map<string, number>()

  const ownAdmit: StockGate['admit'] = async (dropId, claims, nowMs) => {
    onOwn(claims.length)
    if (elapsedMs() < (believedUntilMs.get(dropId) ?? 0)) return own.admit(dropId, claims, nowMs)
    wanted.set(dropId, elapsedMs())
    return claims.map(() => 'unloaded')
  }

  async function loadOwn(...[seed]: Parameters<StockGate['load']>): Promise<void> {
    const { dropId } = seed.drop
    const readingMs = elapsedMs() - (wanted.get(dropId) ?? elapsedMs())
    await own.load(seed)
    wanted.delete(dropId)
    const believedMs = Math.max(BELIEVED_MS, BELIEVED_TIMES * readingMs)
    believedUntilMs.set(dropId, elapsedMs() + Math.min(believedMs, BELIEVED_AT_MOST_MS))
  }

  return {
    async admit(dropId, claims, nowMs) {
      if (!redis.isReady()) return ownAdmit(dropId, claims, nowMs)
      const admissions = await whereAnswered(shared.admit(dropId, claims, nowMs))
      if (admissions === 'gone') return ownAdmit(dropId, claims, nowMs)
      // From here on this process's own gate hears nothing of what the others do.
      believedUntilMs.delete(dropId)
      wanted.delete(dropId)
      return admissions
    },

    hearsAll: dropId => !believedUntilMs.has(dropId),

    // Both, because the one that let a claim in may not be the one that is asked now.
    async settle(dropId, claims, acceptedIds) {
      await Promise.all([
        own.settle(dropId, claims, acceptedIds),
        whereAnswered(shared.settle(dropId, claims, acceptedIds)),
      ])
    },

    async giveBack(dropId, claims) {
      await Promise.all([
        own.giveBack(dropId, claims),
        whereAnswered(shared.giveBack(dropId, claims)),
      ])
    },

    async doubt(dropId, claims) {
      await Promise.all([own.doubt(dropId, claims), whereAnswered(shared.doubt(dropId, claims))])
    },

    async apply(changes) {
      await Promise.all([own.apply(changes), whereAnswered(shared.apply(changes))])
    },

    async load(seed) {
      if (wanted.has(seed.drop.dropId)) return loadOwn(seed)
      if ((await whereAnswered(shared.load(seed))) === 'gone') await loadOwn(seed)
    },

    async sweep(versionOf) {
      if (redis.isReady()) await whereAnswered(shared.sweep(versionOf))
    },
  }
}

async function whereAnswered<Answer>(asked: Promise<Answer>): Promise<Answer | 'gone'> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof RedisUnavailable) return 'gone'
    throw error
  }
}
