import assert from 'node:assert/strict'
import type { Redis } from '#platform/redis/redis.ts'
import type { Clock } from '#platform/time/clock.ts'
import type { Claim } from './decide-claims.ts'
import { type Admission, STUCK_MS, type StockGate } from './stock-gate.ts'
import { loadSeed } from './stock-gate-load.ts'
import { gateKeys, PER_CALL, parts, recordValues, scripts } from './stock-gate-scripts.ts'

/** What was found wrong in Redis and put right. */
export type GateRepair =
  /** Claims on their way for too long: whoever had them is dead. Their units are free again. */
  | 'given_back'
  /** The drop is loaded anew: Redis was another, or news of ours had not reached it … */
  | 'reloaded'
  /** … or what the database has was not told in time, … */
  | 'behind'
  /** … or some news between others never came. */
  | 'gap'

export type RedisGateDeps = {
  readonly redis: Pick<Redis, 'run' | 'serverRun'>
  readonly clock: Pick<Clock, 'nowMs' | 'wait'>
  /** Of this process, among all. */
  readonly name: string
  /** Before all keys. */
  readonly prefix?: string
  readonly onRepair?: (repair: GateRepair, count: number) => void
  /** How long a claim may be on its way; then whoever had it is taken for dead. */
  readonly flightMs?: number
  readonly sweepEveryMs?: number
  /** How long whoever loads a drop may be silent, before another does. */
  readonly leaseMs?: number
  /** How long nothing may have landed, before what is on its way is no reason to turn others away. */
  readonly stuckMs?: number
}

/** What this process knows of a drop that it asked for. */
type Asked = {
  /** The newest version that it has told, or tried to. */
  newestVersion: number
  /** Redis must have loaded it at this version or later: news up to it were lost. */
  loadedAtLeast: number
  lease: string
  /** Whether this process is to load it. */
  leased: boolean
  sweepsSince: number
}

const ASK_AGAIN_MS = 15
const KEPT_DROPS = 1_000
/** After so many sweeps a drop that nobody asked for meanwhile is swept no more. */
const SWEPT_IDLE = 60

const admissions: Readonly<Record<string, Admission>> = {
  A: 'admitted',
  R: 'repeated',
  N: 'drop_not_open',
  E: 'drop_ended',
  P: 'drop_paused',
  L: 'limit_exceeded',
  S: 'sold_out',
  U: 'undecided',
}

/**
 * The gate that many processes share. Whatever it is told, it counts for all; what it forgot it is
 * told again. Rejects with `RedisUnavailable` where Redis cannot be asked.
 */
export function redisStockGate(deps: RedisGateDeps): StockGate {
  const { redis, clock, prefix = 'firstcome', onRepair = () => undefined } = deps
  const { flightMs = 5_000, sweepEveryMs = 1_000, leaseMs = 2_000 } = deps
  const { stuckMs = STUCK_MS } = deps
  const drops = new Map<string, Asked>()
  let leases = 0

  const newLease = () => ({ lease: `${deps.name}:${++leases}`, leased: false })

  function askedFor(dropId: string): Asked {
    const asked = drops.get(dropId) ?? {
      ...{ newestVersion: 0, loadedAtLeast: 0, sweepsSince: 0 },
      ...newLease(),
    }
    drops.delete(dropId)
    drops.set(dropId, asked)
    const [oldest] = drops.keys()
    if (drops.size > KEPT_DROPS && oldest !== undefined) drops.delete(oldest)
    return asked
  }

  async function askOnce(dropId: string, claims: readonly Claim[], nowMs: number) {
    const asked = askedFor(dropId)
    asked.sweepsSince = 0
    const answer = await redis.run(scripts.admit, gateKeys(prefix, dropId), [
      ...[nowMs, redis.serverRun(), asked.loadedAtLeast, asked.lease, leaseMs, stuckMs],
      ...claims.flatMap(claim => [claim.reservationId, claim.memberId, claim.quantity]),
    ])
    if (answer === 'wait') return answer
    if (answer === 'reload') onRepair('reloaded', 1)
    asked.leased = answer === 'reload' || answer === 'load'
    if (asked.leased) return 'load'
    assert(typeof answer === 'string' && answer.length === claims.length, 'a letter for each claim')
    return Array.from(answer, letter => admissions[letter] ?? 'unloaded')
  }

  /** While another process loads the drop, waits until that is done, or its time is over. */
  async function ask(
    dropId: string,
    claims: readonly Claim[],
    nowMs: number,
  ): Promise<readonly Admission[]> {
    for (let waitedMs = 0; waitedMs <= leaseMs; waitedMs += ASK_AGAIN_MS) {
      const answer = await askOnce(dropId, claims, nowMs)
      if (answer === 'load') break
      if (answer !== 'wait') return answer
      await clock.wait(ASK_AGAIN_MS)
    }
    return claims.map(() => 'unloaded')
  }

  /** What Redis is not told now it does not know later: then it must be loaded anew. */
  async function tell(dropId: string, telling: Promise<unknown>): Promise<void> {
    try {
      await telling
    } catch (error) {
      const asked = askedFor(dropId)
      asked.loadedAtLeast = asked.newestVersion
      throw error
    }
  }

  async function land(
    dropId: string,
    claims: readonly Claim[],
    repeatableIds: ReadonlySet<string>,
    how: 'decided' | 'failed',
  ): Promise<void> {
    const calls = parts(claims, PER_CALL).map(part => {
      const isRepeatable = (claim: Claim) => repeatableIds.has(claim.reservationId)
      const repeatable = part.filter(isRepeatable)
      const isAll = repeatable.length === part.length
      const others = isAll ? [] : part.filter(each => !isRepeatable(each))
      return redis.run(scripts.settle, gateKeys(prefix, dropId), [
        ...[how, repeatable.length],
        ...[...repeatable, ...others].flatMap(claim => [claim.reservationId, claim.memberId]),
      ])
    })
    await tell(dropId, Promise.all(calls))
  }

  return {
    async admit(dropId, claims, nowMs) {
      const answers: Admission[] = []
      // One after the other, so that nobody passes who waits until the drop is loaded.
      for (const part of parts(claims, PER_CALL)) answers.push(...(await ask(dropId, part, nowMs)))
      return answers
    },

    hearsAll: () => true,

    settle: (dropId, claims, acceptedIds) => land(dropId, claims, acceptedIds, 'decided'),

    giveBack: (dropId, claims) => land(dropId, claims, new Set(), 'failed'),

    doubt: (dropId, claims) =>
      land(dropId, claims, new Set(claims.map(each => each.reservationId)), 'failed'),

    async apply({ drops: records, taken }) {
      const calls = records.map(record => {
        const { dropId, version } = record
        const asked = askedFor(dropId)
        asked.newestVersion = Math.max(asked.newestVersion, version)
        const members = taken.flatMap(each =>
          each.dropId === dropId ? [each.memberId, each.units] : [],
        )
        const values = [...recordValues(record, clock.nowMs()), ...members]
        return tell(dropId, redis.run(scripts.apply, gateKeys(prefix, dropId), values))
      })
      await Promise.all(calls)
    },

    async load(seed) {
      const { dropId } = seed.drop
      const asked = askedFor(dropId)
      // Whoever was not asked to load it asks for the lease; who does not get it need not load.
      if (!asked.leased && (await askOnce(dropId, [], 0)) !== 'load') return
      const { lease } = asked
      // What is still on its way by this one must not be taken for a part of the next load.
      Object.assign(asked, newLease())
      const keys = gateKeys(prefix, dropId)
      await loadSeed({ redis, nowMs: clock.nowMs(), keys, lease, leaseMs }, seed)
    },

    async sweep(versionOf) {
      for (const [dropId, asked] of [...drops]) {
        if (++asked.sweepsSince > SWEPT_IDLE) continue
        const version = await versionOf(dropId)
        if (version === null) drops.delete(dropId)
        else await sweepOne(dropId, version, asked.loadedAtLeast)
      }
    },
  }

  async function sweepOne(dropId: string, version: number, loadedAtLeast: number) {
    const answer = await redis.run(scripts.sweep, gateKeys(prefix, dropId), [
      ...[version, redis.serverRun(), flightMs, sweepEveryMs, loadedAtLeast],
    ])
    const [givenBack, why] = answer as [number, '' | GateRepair]
    if (givenBack > 0) onRepair('given_back', givenBack)
    if (why !== '') onRepair(why, 1)
  }
}
