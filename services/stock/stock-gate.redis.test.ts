import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, suite, test } from 'node:test'
import { Redis as Client } from 'ioredis'
import { engineUrl } from '#platform/an-engine.ts'
import { silentLog } from '#platform/measures/log.ts'
import { openRedis, type Redis } from '#platform/redis/redis.ts'
import { RedisUnavailable } from '#platform/redis/redis-errors.ts'
import { systemClock } from '#platform/time/clock.ts'
import { until } from '#platform/time/until-under-test.ts'
import { aClaimOf } from './a-drop-record.ts'
import type { Claim } from './decide-claims.ts'
import type { GateSeed } from './drop-read-store.ts'
import { stockGateContract } from './stock-gate.contract.ts'
import { type RedisGateDeps, redisStockGate } from './stock-gate.redis.ts'
import type { StockGate } from './stock-gate.ts'
import { scripts } from './stock-gate-scripts.ts'
import { aDropOnSale } from './stock-gate-under-test.ts'

const redis = await openRedis({ log: silentLog }, engineUrl('redis'))
after(() => redis[Symbol.asyncDispose]())
const aPrefix = () => `test-${randomUUID()}`

stockGateContract('in Redis', async options => ({
  gate: redisStockGate({ redis, clock: systemClock, name: 'a', prefix: aPrefix(), ...options }),
  [Symbol.asyncDispose]: async () => undefined,
}))

/** Processes that share what Redis knows, and what each of them has repaired. */
function processes(count: number, options: Partial<RedisGateDeps> = {}) {
  const prefix = aPrefix()
  const repairs: [string, number][] = []
  const gates = Array.from({ length: count }, (_, at) =>
    redisStockGate({
      ...{ redis, clock: systemClock, name: `p${at}`, prefix },
      ...{ flightMs: 40, sweepEveryMs: 0, leaseMs: 100 },
      onRepair: (...repair) => repairs.push(repair),
      ...options,
    }),
  )
  const [a, b] = gates
  assert(a !== undefined)
  return { prefix, gates, a, b: b ?? a, repairs }
}

const idsOf = (claims: readonly Claim[]) => new Set(claims.map(claim => claim.reservationId))

const crowd = (count: number, name = 'm') =>
  Array.from({ length: count }, (_, at) => aClaimOf(`${name}${at}`))

suite('The gate that processes share', () => {
  test('two of them together let in no more than are free', async () => {
    const { gates } = processes(2)
    const drop = aDropOnSale({ units: 100 })
    const pressed = gates.flatMap((gate, process) =>
      Array.from({ length: 20 }, (_, at) => drop.press(gate, crowd(20, `${process}-${at}-`))),
    )
    const outcomes = (await Promise.all(pressed)).flat()
    assert.equal(outcomes.filter(each => each === 'reserved').length, 100)
    assert.equal(drop.letInForNothing(), 0)
    assert.deepEqual(new Set(outcomes), new Set(['reserved', 'sold_out']))
  })

  test('of ten that ask for a drop at the same moment one reads the database, all are answered', async () => {
    const { gates } = processes(10)
    const drop = aDropOnSale({ units: 5 })
    const outcomes = await Promise.all(gates.map((gate, at) => drop.press(gate, crowd(1, `${at}`))))
    assert.equal(drop.reads(), 1)
    assert.deepEqual(outcomes.flat().sort(), [
      ...Array(5).fill('reserved'),
      ...Array(5).fill('sold_out'),
    ])
  })

  test('one that dies while it loads a drop keeps the others a moment only', async () => {
    const { a, b } = processes(2)
    const drop = aDropOnSale({ units: 5 })
    assert.deepEqual(await drop.admit(a, crowd(1)), ['unloaded'])
    assert.deepEqual(await drop.press(b, crowd(1, 'b')), ['reserved'])
  })

  test('what is committed while a drop is loaded is not lost to it', async () => {
    const { a, b } = processes(2)
    const drop = aDropOnSale({ units: 6, limitPerMember: 2 })
    drop.decide([aClaimOf('ann', 1, 'before')])
    await drop.admit(a, crowd(1))
    const before = await drop.seed()
    const claims = [aClaimOf('ann'), aClaimOf('bob', 2)]
    await b.apply(drop.decide(claims).changes)
    await b.settle(drop.dropId, claims, idsOf(claims))
    await a.load(before)
    const again = [aClaimOf('ann', 1, 'again'), ...claims, ...crowd(3)]
    assert.deepEqual(await drop.admit(a, again), [
      ...['limit_exceeded', 'repeated', 'repeated', 'admitted', 'admitted', 'sold_out'],
    ])
  })

  /** One begins to load a drop, and ends when another has the lease, and much has happened. */
  async function loadLate(
    { a, b }: { readonly a: StockGate; readonly b: StockGate },
    begin: (old: GateSeed) => Promise<() => Promise<void>>,
  ): Promise<void> {
    const drop = aDropOnSale({ units: 2, limitPerMember: 1 })
    drop.decide(crowd(1, 'dan'))
    await drop.admit(a, crowd(1))
    const end = await begin(await drop.seed())
    drop.held.delete('dan0')
    await b.apply(drop.commit({ reserved: 0 }, ['dan0']))
    const last = [aClaimOf('ann'), aClaimOf('bob')]
    await b.apply(drop.decide(last).changes)
    await b.settle(drop.dropId, last, idsOf(last))
    await systemClock.wait(25)
    assert.deepEqual(await drop.admit(b, crowd(1)), ['unloaded'])
    await end()
    await b.load(await drop.seed())
    assert.deepEqual(await drop.press(b, last), ['repeated', 'repeated'])
    await b.apply(drop.commit({ reserved: 1 }))
    assert.deepEqual(await drop.press(b, [aClaimOf('dan0', 1, 'again')]), ['reserved'])
  }

  test('whoever is late with loading a drop does not disturb who took over', async () => {
    const { a, b } = processes(2, { leaseMs: 20 })
    await loadLate({ a, b }, async old => () => a.load(old))
  })

  test('nor does what was sent, was given up, and reaches Redis later all the same', async () => {
    let isSlow = true
    const late: (() => Promise<unknown>)[] = []
    const run: Redis['run'] = (...asked) => {
      const [script] = asked
      if (!isSlow || script === scripts.admit || script === scripts.apply)
        return redis.run(...asked)
      late.push(() => redis.run(...asked))
      return script === scripts.fill
        ? Promise.resolve(1)
        : Promise.reject(new RedisUnavailable(null))
    }
    const { a } = processes(1, { leaseMs: 20, redis: { ...redis, run } })
    await loadLate({ a, b: a }, async old => {
      await assert.rejects(a.load(old), RedisUnavailable)
      isSlow = false
      return async () => {
        for (const send of late) await send()
      }
    })
  })

  test('a large drop is told in parts, and every holder and accepted key of it is known', async () => {
    const { a, b } = processes(2)
    const drop = aDropOnSale({ units: 3_000, limitPerMember: 1 })
    const claims = crowd(2_999)
    drop.decide(claims)
    await a.load(await drop.seed())
    assert.deepEqual(new Set(await drop.admit(b, claims)), new Set(['repeated']))
    const others = claims.map(({ memberId }) => aClaimOf(memberId, 1, `${memberId}-more`))
    assert.deepEqual(new Set(await drop.admit(a, others)), new Set(['limit_exceeded']))
    assert.deepEqual(await drop.admit(a, crowd(2, 'late')), ['admitted', 'sold_out'])
  })

  test('units of a process that died come back, and its claims may still have been accepted', async () => {
    const { a, b, repairs } = processes(2)
    const drop = aDropOnSale({ units: 2 })
    await a.load(await drop.seed())
    const claims = crowd(2)
    await drop.admit(a, claims)
    assert.deepEqual(await drop.admit(b, crowd(1, 'b')), ['sold_out'])
    await until(async () => {
      await b.sweep(drop.versionOf)
      return repairs.length > 0
    })
    assert.deepEqual(repairs, [['given_back', 2]])
    assert.deepEqual(await drop.admit(b, crowd(3, 'b')), ['admitted', 'admitted', 'undecided'])
    // Only the database knows.
    assert.deepEqual(await drop.admit(b, claims), ['repeated', 'repeated'])
  })

  test('news that one process could not tell make it load the drop anew', async () => {
    let isGone = false
    const run: Redis['run'] = (...asked) =>
      isGone ? Promise.reject(new RedisUnavailable(null)) : redis.run(...asked)
    const { a, b, repairs } = processes(2, { redis: { ...redis, run } })
    const drop = aDropOnSale({ units: 2, limitPerMember: 2 })
    drop.decide([aClaimOf('ann', 2)])
    await a.load(await drop.seed())
    drop.held.delete('ann')
    isGone = true
    await assert.rejects(a.apply(drop.commit({ reserved: 0 }, ['ann'])), RedisUnavailable)
    isGone = false
    assert.deepEqual(await drop.admit(b, crowd(1)), ['sold_out'])
    assert.deepEqual(await drop.press(a, [aClaimOf('ann', 1, 'again')]), ['reserved'])
    assert.deepEqual(repairs, [['reloaded', 1]])
    assert.deepEqual(await drop.press(a, crowd(2, 'late')), ['reserved', 'sold_out'])
    assert.equal(drop.reads(), 2, 'once is enough')
  })

  test('news that one process could not tell are told to all by its next sweep', async () => {
    let isGone = true
    const run: Redis['run'] = (...asked) =>
      isGone ? Promise.reject(new RedisUnavailable(null)) : redis.run(...asked)
    const prefix = aPrefix()
    const { a } = processes(1, { prefix })
    const { a: away, repairs } = processes(1, { prefix, redis: { ...redis, run } })
    const drop = aDropOnSale({ units: 2, reserved: 2 })
    await a.load(await drop.seed())
    await assert.rejects(away.apply(drop.commit({ reserved: 1 })), RedisUnavailable)
    isGone = false
    await away.sweep(drop.versionOf)
    assert.deepEqual(repairs, [['reloaded', 1]])
    assert.deepEqual(await drop.press(a, crowd(2)), ['reserved', 'sold_out'])
  })

  test('news that nobody told are missed by the sweep, which has the drop loaded anew', async () => {
    const { a, b, repairs } = processes(2)
    const drop = aDropOnSale({ units: 2, reserved: 2 })
    await a.load(await drop.seed())
    drop.commit({ reserved: 1 })
    await a.sweep(drop.versionOf)
    assert.deepEqual(repairs, [], 'they may only be late')
    await a.sweep(drop.versionOf)
    assert.deepEqual(repairs, [['behind', 1]])
    assert.deepEqual(await drop.press(b, crowd(2)), ['reserved', 'sold_out'])
  })

  test('of what nobody knew the repetition is let in still, when the drop was loaded anew', async () => {
    const { a, b, repairs } = processes(2)
    const drop = aDropOnSale({ units: 2, reserved: 1 })
    await a.load(await drop.seed())
    const [unknown] = crowd(1)
    assert(unknown !== undefined)
    await drop.admit(a, [unknown])
    await a.doubt(drop.dropId, [unknown])
    await b.settle(drop.dropId, [unknown], new Set())
    drop.commit({ reserved: 2 })
    for (const _ of [1, 2]) await a.sweep(drop.versionOf)
    assert.deepEqual(repairs.at(-1), ['behind', 1])
    assert.deepEqual(await drop.press(b, crowd(1, 'b')), ['sold_out'])
    assert.deepEqual(await drop.admit(b, [unknown]), ['repeated'])
  })

  test('what the database accepted from a process that died does not count twice', async () => {
    const { a, b, repairs } = processes(2, { flightMs: 60_000 })
    const drop = aDropOnSale({ units: 2 })
    await a.load(await drop.seed())
    await drop.admit(a, crowd(1))
    drop.decide(crowd(1))
    await a.sweep(drop.versionOf)
    await a.sweep(drop.versionOf)
    assert.deepEqual(repairs, [['behind', 1]])
    assert.deepEqual(await drop.press(b, crowd(2, 'b')), ['reserved', 'sold_out'])
  })

  test('news that are missing between others are missed too; those that are only late are not', async () => {
    const { a, repairs } = processes(2)
    const drop = aDropOnSale({ units: 9, limitPerMember: 1 })
    await drop.press(a, [aClaimOf('ann')])
    const late = drop.commit({ waiting: 0 })
    await a.apply(drop.commit({ waiting: 0 }))
    await a.sweep(drop.versionOf)
    await a.apply(late)
    await a.sweep(drop.versionOf)
    await a.sweep(drop.versionOf)
    assert.deepEqual(repairs, [])

    drop.held.delete('ann')
    drop.commit({ reserved: 0 }, ['ann'])
    await a.apply(drop.commit({ waiting: 0 }))
    assert.deepEqual(await drop.admit(a, [aClaimOf('ann', 1, 'x')]), ['limit_exceeded'])
    await a.sweep(drop.versionOf)
    await a.sweep(drop.versionOf)
    assert.deepEqual(repairs, [['gap', 1]])
    assert.deepEqual(await drop.press(a, [aClaimOf('ann', 1, 'x')]), ['reserved'])
  })

  test('whoever sweeps first sweeps for all', async () => {
    const { a, b, repairs } = processes(2, { sweepEveryMs: 60_000, flightMs: 0 })
    const drop = aDropOnSale({ units: 9 })
    await a.load(await drop.seed())
    await b.admit(drop.dropId, crowd(1), 5_000)
    await a.sweep(drop.versionOf)
    await b.admit(drop.dropId, crowd(1, 'b'), 5_000)
    await b.sweep(drop.versionOf)
    assert.deepEqual(repairs, [['given_back', 1]])
  })

  test('nothing is kept for ever, and nothing goes before its drop has closed', async () => {
    const { a, b, prefix } = processes(2)
    const closesAtMs = systemClock.nowMs() + 3_600_000
    const drop = aDropOnSale({ units: 9, closesAtMs })
    await drop.press(a, crowd(2))
    await drop.admit(a, crowd(2, 'b'))
    const later = aDropOnSale({ units: 9, closesAtMs })
    later.decide(crowd(2))
    await later.press(b, crowd(2))
    const abandoned = aDropOnSale({ units: 9, closesAtMs })
    await abandoned.admit(a, crowd(1))
    await b.settle(abandoned.dropId, crowd(1), idsOf(crowd(1)))

    await using opened = new AsyncDisposableStack()
    const client = opened.adopt(new Client(engineUrl('redis')), each => each.disconnect())
    const lives = async ({ dropId }: { readonly dropId: string }) => {
      const keys = await client.keys(`${prefix}:gate:{${dropId}}*`)
      const all = await Promise.all(keys.map(key => client.pttl(key)))
      return { keys: keys.length, atLeastMs: Math.min(...all), atMostMs: Math.max(...all) }
    }
    for (const [each, keys] of [
      [drop, 4],
      [later, 3],
    ] as const) {
      const life = await lives(each)
      assert.equal(life.keys, keys)
      assert.ok(life.atLeastMs > 3_600_000 && life.atMostMs <= 10_800_000, JSON.stringify(life))
    }
    const life = await lives(abandoned)
    assert.ok(life.keys > 1 && life.atLeastMs > 0 && life.atMostMs <= 60_000, JSON.stringify(life))
  })
})
