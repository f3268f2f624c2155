import assert from 'node:assert/strict'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { silentLog } from '#platform/measures/log.ts'
import { openRedis, type Redis } from '#platform/redis/redis.ts'
import { systemClock } from '#platform/time/clock.ts'
import { aClaimOf } from '#services/stock/a-drop-record.ts'
import { fallbackGate, gateOfOne } from '#services/stock/stock-gate.fallback.ts'
import { redisStockGate } from '#services/stock/stock-gate.redis.ts'
import type { StockGate } from '#services/stock/stock-gate.ts'
import { aDropOnSale } from '#services/stock/stock-gate-under-test.ts'
import { type RedisEngine, startRedis } from '#tests/engines/redis-engine.ts'
import { eventually } from '#tests/shop/eventually.ts'

const UNITS = 400
const BUYERS = 1_000
/** Slower than anything that a buyer should wait for because of Redis. */
const PATIENCE_MS = 1_500

type Fault = (redis: RedisEngine) => Promise<void>

/**
 * A thousand buyers at two processes, who come in groups and try again where they are asked to. In
 * the middle the fault happens. Gives what a buyer waited for at most.
 */
async function rush(fault: Fault) {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'firstcome-redis-'))
  await using engine = await startRedis(folder.path)
  await using opened = new AsyncDisposableStack()
  const drop = aDropOnSale({ units: UNITS, limitPerMember: 1 })
  const outcomes = new Map<string, string>()
  let longestMs = 0

  const gates: { redis: Redis; gate: StockGate }[] = []
  for (const name of ['a', 'b']) {
    const redis = opened.use(await openRedis({ log: silentLog }, engine.url))
    const shared = redisStockGate({ redis, clock: systemClock, name, flightMs: 500 })
    const gate = fallbackGate(shared, gateOfOne(), { redis })
    gates.push({ redis, gate })
  }

  async function buy(gate: StockGate, names: readonly string[]) {
    let claims = names.map(name => aClaimOf(name))
    while (claims.length > 0) {
      const beganMs = performance.now()
      const answers = await drop.press(gate, claims)
      longestMs = Math.max(longestMs, performance.now() - beganMs)
      for (const [at, claim] of claims.entries()) {
        outcomes.set(claim.memberId, answers[at] ?? 'nothing')
      }
      claims = claims.filter((_, at) => answers[at] === 'try_again')
    }
  }

  const groups = Array.from({ length: BUYERS / 10 }, (_, group) =>
    Array.from({ length: 10 }, (_, at) => `m${group}-${at}`),
  )
  const shops = gates.map(async ({ gate }, process) => {
    for (const [at, group] of groups.entries()) {
      if (at % 2 !== process) continue
      await buy(gate, group)
      if (at === 20) await fault(engine)
    }
  })
  await Promise.all(shops)
  const count = (outcome: string) => [...outcomes.values()].filter(each => each === outcome).length
  assert.deepEqual([count('reserved'), count('sold_out')], [UNITS, BUYERS - UNITS])
  assert.ok(longestMs < PATIENCE_MS, `somebody waited ${longestMs} ms`)

  // Whatever became of Redis, it is used again, and an accepted key is never told sold out. What
  // one process could not tell the others know when that one is back and has swept.
  engine.resume()
  for (const { redis, gate } of gates) {
    await eventually('Redis again', () => redis.isReady())
    await gate.sweep(drop.versionOf)
  }
  for (const { gate } of gates) {
    const winners = [...outcomes].flatMap(([name, outcome]) =>
      outcome === 'reserved' ? [aClaimOf(name)] : [],
    )
    const answers = await drop.press(gate, winners)
    assert.deepEqual(new Set(answers), new Set(['repeated']))
    assert.deepEqual(await drop.press(gate, [aClaimOf('late')]), ['sold_out'])
  }
}

suite('In a rush every unit is sold once, and nobody waits long, though Redis', () => {
  test('forgets everything', () => rush(redis => redis.empty()))
  test('is killed, and never comes back in time', () =>
    rush(async redis => {
      await redis.kill()
      void systemClock.wait(400).then(() => redis.restart())
    }))
  test('is restarted, knowing nothing', () => rush(redis => redis.restart()))
  test('comes back with what was true a while ago', () =>
    rush(async redis => {
      await redis.save()
      await systemClock.wait(30)
      await redis.restart()
    }))
  test('hangs', () => rush(async redis => redis.pause()))
  test('hangs for a moment', () =>
    rush(async redis => {
      redis.pause()
      await systemClock.wait(700)
      redis.resume()
    }))
})
