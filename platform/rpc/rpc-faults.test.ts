import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Problem } from '#contracts/problems.ts'
import { silentLog } from '#platform/measures/log.ts'
import { fromService } from './rpc.ts'
import { aProcess, aRemote, aToyService, until } from './rpc-under-test.ts'
import {
  aBreakingProcess,
  anEmptyAddress,
  api,
  aServer,
  aShopProcess,
} from './shop-processes-under-test.ts'

/** Keeps what an operator reads. */
function aTellingLog() {
  const told: string[] = []
  const tell = (_: unknown, sentence: string) => void told.push(sentence)
  return {
    log: Object.assign(Object.create(silentLog), { error: tell, warn: tell, info: tell }),
    told,
  }
}

async function problemOf(call: Promise<unknown>): Promise<Problem> {
  const error: unknown = await call.catch((thrown: unknown) => thrown)
  assert.ok(error instanceof Problem, `it was answered: ${error}`)
  return error
}

suite('A call to a service in other processes', () => {
  test('is answered by each in turn, or by the less busy, as the policy says', async () => {
    await using one = await aShopProcess('one')
    await using two = await aShopProcess('two')
    const instances = [one.instance, two.instance]
    await using inTurn = aRemote(api, instances)
    const heard: string[] = []
    for (let i = 0; i < 6; i++) heard.push(String(await inTurn.calls.buy({}, fromService)))
    assert.deepEqual(heard.toSorted(), ['one', 'one', 'one', 'two', 'two', 'two'])
    assert.notEqual(heard[0], heard[1])

    await using least = aRemote(api, instances, { policy: { balance: 'least_busy' } })
    const speak = one.hush()
    const stuck: Promise<unknown>[] = []
    while (one.asked() < 4) {
      stuck.push(least.calls.buy({}, fromService))
      await until(() => one.asked() + two.asked() >= 6 + stuck.length)
    }
    assert.equal(await least.calls.buy({}, fromService), 'two')
    speak()
    await Promise.all(stuck)
  })

  test('goes to somebody else where nobody listens, even if it must not be made twice', async () => {
    await using one = await aShopProcess('one')
    await using shop = aRemote(api, [await anEmptyAddress(), one.instance])
    for (let i = 0; i < 6; i++) assert.equal(await shop.calls.buy({}, fromService), 'one')
    assert.equal(one.asked(), 6)

    const two = await aShopProcess('two')
    await using both = aRemote(api, [one.instance, two.instance])
    await Promise.all([both.calls.buy({}, fromService), both.calls.buy({}, fromService)])
    await two[Symbol.asyncDispose]()
    for (let i = 0; i < 6; i++) assert.equal(await both.calls.buy({}, fromService), 'one')
    assert.equal(two.asked(), 1)
  })

  test('whose answer is lost is made again only where a repetition does no harm', async () => {
    await using broken = await aBreakingProcess()
    await using one = await aShopProcess('one')
    const instances = [broken.instance]
    const policy = { breaker: { failures: 100, openMs: 50 } }
    await using shop = aRemote(api, () => instances, { policy })
    const problem = await problemOf(shop.calls.buy({}, fromService))
    assert.equal(problem.code, 'try_again')
    assert.deepEqual(problem.details, { retryAfterSeconds: 1 })
    assert.equal(broken.asked(), 1, 'once and no more')
    assert.equal((await problemOf(shop.calls.buyKeyed({}, fromService))).code, 'try_again')
    assert.equal(broken.asked(), 3, 'tried as often as the policy says')

    await using both = aRemote(api, [broken.instance, one.instance], { policy })
    for (let i = 0; i < 4; i++) assert.equal(await both.calls.buyKeyed({}, fromService), 'one')
  })

  test('that gets no answer in its time says so, and no thing is bought by it later', async () => {
    await using one = await aShopProcess('one')
    await using two = await aShopProcess('two')
    const speak = one.hush()
    const policy = { timeoutMs: 400, breaker: { failures: 100, openMs: 50 } }
    await using shop = aRemote(api, [one.instance, two.instance], { policy })
    const keyed = [shop.calls.buyKeyed({}, fromService), shop.calls.buyKeyed({}, fromService)]
    assert.deepEqual(await Promise.all(keyed), ['two', 'two'])
    await using alone = aRemote(api, [one.instance], { policy })
    const problem = await problemOf(alone.calls.buy({}, fromService))
    assert.equal(problem.code, 'try_again')
    assert.match(String((problem.cause as Error).cause), /within 400 ms/)
    speak()
  })

  test('is answered at once with try_again where nobody offers the service', async () => {
    await using shop = aRemote(api, [])
    const problem = await problemOf(shop.calls.buyKeyed({}, fromService))
    assert.deepEqual([problem.code, problem.status], ['try_again', 503])
  })
})

suite('A circuit breaker between processes', () => {
  test('opens at the instance that fails, is seen, and closes by itself when it is back', async () => {
    const address = await anEmptyAddress()
    const changes: string[] = []
    const measures = {
      exchanged: () => undefined,
      repeated: () => undefined,
      breakerChanged: (service: string, state: string) => changes.push(`${service} ${state}`),
    }
    const { log, told } = aTellingLog()
    await using shop = aRemote(api, [address], { measures, log })
    for (let i = 0; i < 3; i++) await problemOf(shop.calls.buy({}, fromService))
    const [breaker] = shop.breakers()
    assert.ok(breaker)
    assert.deepEqual(
      { ...breaker, sinceMs: breaker.sinceMs > 0 },
      {
        ...{ service: 'toy', instance: address.url, state: 'open' },
        ...{ sinceMs: true, isLeaving: false },
      },
    )
    await until(() => changes.filter(change => change === 'toy open').length >= 2)
    await using back = await aShopProcess('back', { port: Number(new URL(address.url).port) })
    await until(() => shop.breakers()[0]?.state === 'closed')
    assert.equal(back.asked(), 0, 'no call of a shopper was spent on looking')
    assert.equal(await shop.calls.buy({}, fromService), 'back')
    assert.deepEqual(changes.slice(0, 3), ['toy open', 'toy half_open', 'toy open'])
    assert.deepEqual(changes.slice(-2), ['toy half_open', 'toy closed'])
    assert.deepEqual(told, ['a circuit breaker opened', 'a circuit breaker closed'], 'each once')
  })

  test('spares the others: who is slow is left out while it is open', async () => {
    await using slow = await aShopProcess('slow')
    await using quick = await aShopProcess('quick')
    const speak = slow.hush()
    const policy = { timeoutMs: 400, breaker: { failures: 2, openMs: 60_000 } }
    await using shop = aRemote(api, [slow.instance, quick.instance], { policy })
    await Promise.all(Array.from({ length: 4 }, () => shop.calls.buyKeyed({}, fromService)))
    const asked = slow.asked()
    for (let i = 0; i < 10; i++) assert.equal(await shop.calls.buy({}, fromService), 'quick')
    assert.equal(slow.asked(), asked)
    speak()
  })

  test('does not open because a service refuses, or something breaks inside', async () => {
    const failing = aToyService(api, {
      buy: async () => {
        throw new Error('inside')
      },
      buyKeyed: async () => {
        throw new Problem('try_again')
      },
    })
    await using process = await aProcess([failing])
    await using shop = aRemote(api, [process.instance])
    for (let i = 0; i < 10; i++) {
      assert.equal((await problemOf(shop.calls.buy({}, fromService))).code, 'internal')
      assert.equal((await problemOf(shop.calls.buyKeyed({}, fromService))).code, 'try_again')
    }
    assert.equal(shop.breakers()[0]?.state, 'closed')
  })
})

suite('Processes come and go', () => {
  test('one that says it leaves is asked nothing new, unless it is the only one', async () => {
    await using one = await aShopProcess('one')
    await using two = await aShopProcess('two')
    await using shop = aRemote(api, [one.instance, two.instance])
    one.rpc.leave()
    await Promise.all([shop.calls.buy({}, fromService), shop.calls.buy({}, fromService)])
    for (let i = 0; i < 4; i++) assert.equal(await shop.calls.buy({}, fromService), 'two')
    await using alone = aRemote(api, [one.instance])
    for (let i = 0; i < 3; i++) assert.equal(await alone.calls.buy({}, fromService), 'one')
    one.rpc.refuseNew()
    const before = one.asked()
    assert.equal((await problemOf(alone.calls.buy({}, fromService))).code, 'try_again')
    for (let i = 0; i < 4; i++) assert.equal(await shop.calls.buy({}, fromService), 'two')
    assert.equal(one.asked(), before)
  })

  test('a rolling restart under load loses no call and repeats none', async () => {
    await using running = new AsyncDisposableStack()
    const begun: Awaited<ReturnType<typeof aShopProcess>>[] = []
    const begin = async (port: number) => {
      const process = running.use(await aShopProcess('any', { port, leaveMs: 50 }))
      begun.push(process)
      return process
    }
    const first = [await begin(0), await begin(0)]
    const shop = running.use(
      aRemote(
        api,
        first.map(process => process.instance),
      ),
    )
    let answered = 0
    let isOver = false
    const client = async () => {
      try {
        for (; !isOver; answered++) await shop.calls.buy({}, fromService)
      } finally {
        isOver = true
      }
    }
    const clients = Promise.all(Array.from({ length: 8 }, client))
    const more = async () => {
      const target = answered + 50
      await until(() => isOver || answered > target)
    }
    for (const process of first) {
      await more()
      await process[Symbol.asyncDispose]()
      await begin(process.port)
    }
    await more()
    isOver = true
    await clients
    const asked = begun.map(process => process.asked())
    assert.equal(
      asked.reduce((sum, count) => sum + count, 0),
      answered,
    )
  })

  test('one that restarts at its address is met anew, and the call that finds out is not lost', async () => {
    const first = await aShopProcess('first')
    await using shop = aRemote(api, [first.instance])
    assert.equal(await shop.calls.buy({}, fromService), 'first')
    await first[Symbol.asyncDispose]()
    await using second = await aShopProcess('second', { port: first.port })
    assert.equal(await shop.calls.buy({}, fromService), 'second')
    assert.equal(second.asked(), 1)
  })

  test('a stranger at an address of ours is told nothing', async () => {
    const told: string[] = []
    const epoch = 'e'.repeat(22)
    await using stranger = await aServer(async (request, response) => {
      told.push(`${request.url} ${Buffer.concat(await request.toArray()).length}`)
      response.end(JSON.stringify({ epoch, proof: 'p'.repeat(43) }))
    })
    await using one = await aShopProcess('one')
    const { log, told: read } = aTellingLog()
    await using shop = aRemote(api, [stranger.instance, one.instance], { log })
    for (let i = 0; i < 8; i++) assert.equal(await shop.calls.buy({}, fromService), 'one')
    // It is looked at again and again, and the operator reads of it once.
    await until(() => told.length >= 5)
    assert.deepEqual(new Set(told), new Set(['/rpc 22']), 'a random name and no more')
    const sentences = ['an instance has not our INTERNAL_KEY; it is sent nothing']
    assert.deepEqual(read, [...sentences, 'a circuit breaker opened'])
  })

  test('whoever discovery names is asked, and who is not named any more is not', async () => {
    await using one = await aShopProcess('one')
    await using two = await aShopProcess('two')
    let instances = [one.instance]
    await using shop = aRemote(api, () => instances)
    assert.equal(await shop.calls.buy({}, fromService), 'one')
    const speak = one.hush()
    const underWay = shop.calls.buy({}, fromService)
    await until(() => one.asked() === 2)
    instances = [two.instance]
    for (let i = 0; i < 3; i++) assert.equal(await shop.calls.buy({}, fromService), 'two')
    assert.deepEqual(
      shop.breakers().map(breaker => breaker.instance),
      [two.instance.url],
    )
    speak()
    assert.equal(await underWay, 'one', 'what was under way is answered')
  })
})
