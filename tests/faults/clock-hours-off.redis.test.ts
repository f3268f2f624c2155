import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { engineUrl } from '#platform/an-engine.ts'
import { silentLog } from '#platform/measures/log.ts'
import { openRedis } from '#platform/redis/redis.ts'
import { systemClock } from '#platform/time/clock.ts'
import { aClaimOf } from '#services/stock/a-drop-record.ts'
import { redisStockGate } from '#services/stock/stock-gate.redis.ts'
import { aDropOnSale } from '#services/stock/stock-gate-under-test.ts'

const HOUR_MS = 3_600_000

const redis = await openRedis({ log: silentLog }, engineUrl('redis'))
after(() => redis[Symbol.asyncDispose]())

// The database's time, which every process follows; the machine's own is what is wrong.
const shopsMs = systemClock.nowMs()
const clock = { nowMs: () => shopsMs, wait: systemClock.wait }

/** From here on the clock of this machine is so much further ahead, or behind. */
const setOwnClock = (ms: number) => import(new URL(`./clock-off.ts?ms=${ms}`, import.meta.url).href)

async function sellsAll(): Promise<void> {
  const gate = redisStockGate({ redis, clock, name: 'a', prefix: `test-${randomUUID()}` })
  const drop = aDropOnSale({ units: 3, closesAtMs: shopsMs + HOUR_MS })
  const press = (...names: string[]) =>
    drop.press(
      gate,
      names.map(name => aClaimOf(name)),
    )
  assert.deepEqual(await press('ann'), ['reserved'])
  assert.deepEqual(await press('bob', 'cid', 'dan'), ['reserved', 'reserved', 'sold_out'])
  assert.deepEqual(await press('ann', 'eve'), ['repeated', 'sold_out'])
  assert.equal(drop.reads(), 1, 'what Redis was told it still knows')
}

test('a process whose machine’s clock is hours ahead sells by the shop’s time', async () => {
  await setOwnClock(30 * HOUR_MS)
  await sellsAll()
})

test('so does one whose clock is hours behind', async () => {
  await setOwnClock(-60 * HOUR_MS)
  await sellsAll()
})
