import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { Type } from 'typebox'
import { type Api, operation } from '#contracts/operation.ts'
import { Problem, refuse } from '#contracts/problems.ts'
import { strict } from '#contracts/words.ts'
import { fromService } from './rpc.ts'
import type { Line } from './rpc-delivery.ts'
import { travelTogether } from './rpc-together.ts'
import { aProcess, aRemote, aToyService, until } from './rpc-under-test.ts'

/** Lanes whose messages are answered when the test says so. */
function someLanes(atMost: number, inFlight: number) {
  const sent: { readonly names: string[]; readonly arrive: () => void }[] = []
  const failed: unknown[] = []
  const travel = travelTogether({ by: 'drop', atMost, inFlight }, lines => {
    const { promise, resolve } = Promise.withResolvers<void>()
    sent.push({ names: lines.map(line => String(line.call.input)), arrive: resolve })
    return promise
  })
  const aLine = (name: string): Line => ({
    ...{ call: { input: name, context: fromService }, isAnswered: false },
    ...{ answer: () => undefined, fail: error => failed.push(error) },
  })
  return {
    sent,
    failed,
    messages: () => sent.map(({ names }) => names.join('')),
    ask: (drop: string, names: string) => {
      for (const name of names) travel(drop, aLine(name))
    },
  }
}

suite('Claims that travel together', () => {
  test('are those of one turn of the event loop, by drop, in the order in which they came', async () => {
    const { ask, messages } = someLanes(4, 2)
    ask('one', 'ab')
    ask('two', 'x')
    ask('one', 'c')
    assert.deepEqual(messages(), [])
    await turn()
    assert.deepEqual(messages(), ['abc', 'x'])
  })

  test('gather while two messages of the drop are under way, and never are more than fit', async () => {
    const { ask, messages, sent } = someLanes(4, 2)
    ask('one', 'abcdefghij')
    await turn()
    assert.deepEqual(messages(), ['abcd', 'efgh'])
    ask('one', 'kl')
    ask('two', 'x')
    await turn()
    assert.deepEqual(messages(), ['abcd', 'efgh', 'x'], 'another drop does not wait for this one')
    sent[1]?.arrive()
    await turn()
    assert.deepEqual(messages().slice(3), ['ijkl'])
    sent[0]?.arrive()
    await turn()
    ask('one', 'm')
    await turn()
    assert.deepEqual(messages().slice(4), ['m'])
  })

  test('are told to try again where too many wait already', async () => {
    const { ask, failed } = someLanes(2, 1)
    ask('one', 'x'.repeat(16))
    assert.equal(failed.length, 0)
    ask('one', 'yz')
    ask('two', 'a')
    assert.equal(failed.length, 2)
    assert.ok(failed.every(error => error instanceof Problem && error.code === 'try_again'))
  })
})

const api = {
  claim: operation({
    summary: 'Claims',
    access: 'anyone',
    ...{ keyed: true, text: true },
    input: strict({ drop: Type.String(), who: Type.String() }),
    output: Type.Unknown(),
    refusals: ['sold_out'],
  }),
} as const satisfies Api

const policy = {
  operations: { claim: { together: { by: 'drop', atMost: 256, inFlight: 2 } } },
  breaker: { failures: 2, openMs: 60_000 },
}

/** A stock that tells the losers at once and commits the winners when the test says so. */
async function aStock(name: string) {
  const commit = Promise.withResolvers<void>()
  const asked: string[] = []
  const toy = aToyService(api, {
    async claim({ who }, { idempotencyKey }) {
      asked.push(who)
      if (who.startsWith('loser')) return refuse('sold_out')
      if (who.startsWith('broken')) throw new Error('inside')
      await commit.promise
      return JSON.stringify({ who, name, idempotencyKey })
    },
  })
  const process = await aProcess([toy])
  return {
    ...{ name, asked, instance: process.instance, commit: () => commit.resolve() },
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  }
}

const context = (who: string) => ({ caller: null, idempotencyKey: `key of ${who}` })

suite('Claims that travel together are each for himself', () => {
  test('each has his own answer, and who lost hears it before the others are committed', async () => {
    await using stock = await aStock('one')
    await using shop = aRemote(api, [stock.instance], { policy })
    const ask = (who: string) => shop.calls.claim({ drop: 'd', who }, context(who))
    const winners = Promise.all([ask('first'), ask('second')])
    const losers = ['loser a', 'loser b'].map(ask)
    const broken = ask('broken').catch((error: unknown) => error)
    assert.deepEqual(await Promise.all(losers), [refuse('sold_out'), refuse('sold_out')])
    const problem = await broken
    assert.ok(problem instanceof Problem)
    assert.equal(problem.code, 'internal')
    stock.commit()
    assert.deepEqual(await winners, [
      '{"who":"first","name":"one","idempotencyKey":"key of first"}',
      '{"who":"second","name":"one","idempotencyKey":"key of second"}',
    ])
    assert.deepEqual(stock.asked, ['first', 'second', 'loser a', 'loser b', 'broken'])
  })

  test('of one drop go to one process, and to another one when that one stops answering', async () => {
    await using one = await aStock('one')
    await using two = await aStock('two')
    const instances = [one.instance, two.instance]
    await using shop = aRemote(api, instances, { policy: { ...policy, timeoutMs: 400 } })
    const ask = (who: string) => shop.calls.claim({ drop: 'd', who }, context(who))
    const first = [ask('a'), ask('loser b')]
    await until(() => one.asked.length + two.asked.length === 2)
    const [chosen, other] = one.asked.length > 0 ? [one, two] : [two, one]
    assert.deepEqual([chosen.asked, other.asked], [['a', 'loser b'], []])
    // The chosen one never commits: whoever waits there is brought to the other, with his key.
    other.commit()
    const [answer] = await Promise.all(first)
    assert.equal(answer, `{"who":"a","name":"${other.name}","idempotencyKey":"key of a"}`)
    assert.deepEqual(other.asked, ['a'], 'who was answered is not asked again')
    assert.match(String(await ask('c')), new RegExp(`"name":"${other.name}"`))
    assert.match(String(await ask('d')), new RegExp(`"name":"${other.name}"`))
    assert.deepEqual(chosen.asked, ['a', 'loser b', 'c'], 'its breaker is open since')
    chosen.commit()
  })

  test('of many drops use all processes', async () => {
    await using one = await aStock('one')
    await using two = await aStock('two')
    await using shop = aRemote(api, [one.instance, two.instance], { policy })
    const drops = Array.from({ length: 40 }, (_, at) => `drop ${at}`)
    const ask = (drop: string) => shop.calls.claim({ drop, who: `loser ${drop}` }, context(drop))
    await Promise.all(drops.map(ask))
    assert.ok(one.asked.length > 5 && two.asked.length > 5)
    const before = [...one.asked]
    await Promise.all(drops.map(ask))
    assert.deepEqual(one.asked.slice(before.length).toSorted(), before.toSorted())
  })
})
