import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, suite, test } from 'node:test'
import { engineUrl } from '#platform/an-engine.ts'
import { silentLog } from '#platform/measures/log.ts'
import { openRedis } from '#platform/redis/redis.ts'
import { RedisUnavailable } from '#platform/redis/redis-errors.ts'
import { systemClock } from '#platform/time/clock.ts'
import { aClaimOf } from './a-drop-record.ts'
import { stockGateContract } from './stock-gate.contract.ts'
import { fallbackGate } from './stock-gate.fallback.ts'
import { memoryStockGate } from './stock-gate.memory.ts'
import { redisStockGate } from './stock-gate.redis.ts'
import { aDropOnSale } from './stock-gate-under-test.ts'

const redis = await openRedis({ log: silentLog }, engineUrl('redis'))
after(() => redis[Symbol.asyncDispose]())

const nothingToDispose = { [Symbol.asyncDispose]: async () => undefined }

type Options = { readonly name?: string; readonly prefix?: string; readonly stuckMs?: number }

/** A process whose Redis may be made to go: noticed (nothing is asked), or not yet (asking fails). */
function aProcess({ name = 'a', prefix = `test-${randomUUID()}`, ...stuck }: Options = {}) {
  const state = { redis: 'there' as 'there' | 'gone' | 'not noticed', elapsedMs: 0 }
  const own = {
    ...redis,
    isReady: () => state.redis !== 'gone',
    run: (...asked: Parameters<typeof redis.run>) =>
      state.redis === 'there' ? redis.run(...asked) : Promise.reject(new RedisUnavailable(null)),
  }
  const shared = redisStockGate({ redis: own, clock: systemClock, name, prefix, ...stuck })
  const elapsedMs = () => state.elapsedMs
  return { state, gate: fallbackGate(shared, memoryStockGate(stuck), { redis: own, elapsedMs }) }
}

stockGateContract('with a fall-back, Redis is there', async options => ({
  ...nothingToDispose,
  gate: aProcess(options).gate,
}))

for (const how of ['gone', 'not noticed'] as const) {
  stockGateContract(`with a fall-back, Redis is ${how}`, async options => {
    const { state, gate } = aProcess(options)
    state.redis = how
    return { ...nothingToDispose, gate }
  })
}

const crowd = (count: number, name = 'm') =>
  Array.from({ length: count }, (_, at) => aClaimOf(`${name}${at}`))
const outcomesOf = (reserved: number, soldOut: number) => [
  ...Array(reserved).fill('reserved'),
  ...Array(soldOut).fill('sold_out'),
]

suite('When Redis goes', () => {
  test('sales go on at once, nobody sees it, and it is as strict as before', async () => {
    const { state, gate } = aProcess()
    const drop = aDropOnSale({ units: 4, limitPerMember: 2 })
    assert.deepEqual(await drop.press(gate, [aClaimOf('ann', 2)]), ['reserved'])
    for (const how of ['not noticed', 'gone'] as const) {
      state.redis = how
      const another = aClaimOf('ann', 1, `again ${how}`)
      assert.deepEqual(await drop.press(gate, [another, aClaimOf('ann', 2), aClaimOf(how)]), [
        ...['limit_exceeded', 'repeated', 'reserved'],
      ])
    }
    assert.deepEqual(await drop.press(gate, crowd(2)), outcomesOf(0, 2))
    assert.equal(drop.letInForNothing(), 0)
  })

  test('what other processes do meanwhile is known a second later', async () => {
    const { state, gate } = aProcess()
    state.redis = 'gone'
    const drop = aDropOnSale({ units: 2, reserved: 2 })
    assert.deepEqual(await drop.press(gate, crowd(1)), ['sold_out'])
    drop.commit({ reserved: 1 })
    assert.deepEqual(await drop.press(gate, crowd(1)), ['sold_out'])
    state.elapsedMs += 1_000
    assert.deepEqual(await drop.press(gate, crowd(2)), ['reserved', 'sold_out'])
    assert.equal(drop.reads(), 2)
  })

  test('however long the reading took, it is believed for some seconds at most', async () => {
    const { state, gate } = aProcess()
    state.redis = 'gone'
    const drop = aDropOnSale({ units: 2, reserved: 2 })
    assert.deepEqual(await drop.admit(gate, crowd(1)), ['unloaded'])
    state.elapsedMs += 9_000
    await gate.load(await drop.seed())
    assert.deepEqual(await drop.admit(gate, crowd(1)), ['sold_out'])
    state.elapsedMs += 5_000
    assert.deepEqual(await drop.admit(gate, crowd(1)), ['unloaded'])
  })

  test('back in Redis nothing is believed of what stood there, and all is known again', async () => {
    const prefix = `test-${randomUUID()}`
    const a = aProcess({ name: 'a', prefix })
    const b = aProcess({ name: 'b', prefix })
    const drop = aDropOnSale({ units: 10 })
    await drop.press(a.gate, crowd(2, 'before'))
    a.state.redis = 'gone'
    b.state.redis = 'gone'
    await drop.press(a.gate, crowd(3, 'meanwhile'))
    const flying = crowd(1, 'flying')
    assert.deepEqual(await drop.admit(a.gate, flying), ['admitted'])
    a.state.redis = 'there'
    b.state.redis = 'there'
    const readsBefore = drop.reads()
    assert.deepEqual(await drop.press(a.gate, crowd(2, 'after')), outcomesOf(2, 0))
    assert.deepEqual(await drop.press(b.gate, crowd(4, 'later')), outcomesOf(3, 1))
    assert.equal(drop.reads(), readsBefore + 1)
    assert.deepEqual(await drop.admit(b.gate, crowd(3, 'meanwhile')), Array(3).fill('repeated'))
    assert.equal(drop.letInForNothing(), 0)
  })

  test('gone once more it begins anew: meanwhile it heard nothing of the others', async () => {
    const { state, gate } = aProcess()
    const drop = aDropOnSale({ units: 2, reserved: 2 })
    state.redis = 'gone'
    assert.deepEqual(await drop.press(gate, crowd(1)), ['sold_out'])
    state.redis = 'there'
    assert.deepEqual(await drop.press(gate, crowd(1)), ['sold_out'])
    state.redis = 'gone'
    drop.commit({ reserved: 1 })
    assert.deepEqual(await drop.press(gate, crowd(1)), ['reserved'])
  })

  test('a repair that Redis cannot take now is left to the next time', async () => {
    const { state, gate } = aProcess()
    const drop = aDropOnSale()
    await drop.press(gate, crowd(1))
    for (const how of ['not noticed', 'gone'] as const) {
      state.redis = how
      await gate.sweep(drop.versionOf)
    }
  })
})
