import assert from 'node:assert/strict'
import { test } from 'node:test'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { DatabaseUnavailable } from './database.ts'
import { databaseWatch } from './database-watch.ts'

/** Databases that answer, fail, or hang, as the test has it. */
function someDatabases(...services: readonly string[]) {
  const clock = virtualClock()
  const answers = new Map<string, () => Promise<number>>()
  let asked = 0
  const databases = services.map(service => ({
    service,
    events: {
      readCursor: () => {
        asked++
        return (answers.get(service) ?? (async () => 0))()
      },
    },
  }))
  const watch = databaseWatch({ databases, elapsedMs: clock.nowMs, wait: clock.wait })
  return {
    watch,
    answers,
    asked: () => asked,
    async pass(seconds: number) {
      for (let second = 0; second < seconds; second++) {
        clock.advance(1_000)
        for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
      }
    },
  }
}

const fail = () => Promise.reject(new DatabaseUnavailable('gone'))

test('a database that fails or hangs is silent after twelve seconds, and is not as soon as it answers', async () => {
  const { watch, answers, pass } = someDatabases('stock', 'orders', 'members')
  using _ = watch
  await pass(60)
  assert.deepEqual(watch.silent(), [])
  const hanging = Promise.withResolvers<number>()
  answers.set('stock', fail)
  answers.set('orders', () => hanging.promise)
  await pass(9)
  assert.deepEqual(watch.silent(), [], 'a hiccup takes nobody away')
  await pass(4)
  assert.deepEqual(watch.silent(), ['stock', 'orders'])
  answers.clear()
  hanging.resolve(0)
  await pass(2)
  assert.deepEqual(watch.silent(), [])
})

test('one that fails now and then, and one that is slow, are not silent', async () => {
  const { watch, answers, pass } = someDatabases('stock')
  using _ = watch
  for (let round = 0; round < 10; round++) {
    answers.set('stock', fail)
    await pass(7)
    const slow = Promise.withResolvers<number>()
    answers.set('stock', () => slow.promise)
    await pass(2)
    assert.deepEqual(watch.silent(), [])
    slow.resolve(0)
    await pass(1)
  }
})

test('one that answers each look within the patience of a call is not silent', async () => {
  const { watch, answers, pass } = someDatabases('stock')
  using _ = watch
  let slow = Promise.withResolvers<number>()
  answers.set('stock', () => {
    slow = Promise.withResolvers()
    return slow.promise
  })
  for (let look = 0; look < 10; look++) {
    for (let second = 0; second < 9; second++) {
      await pass(1)
      assert.deepEqual(watch.silent(), [])
    }
    slow.resolve(0)
    await pass(2)
  }
})

test('when it is over nobody is asked any more', async () => {
  const { watch, asked, pass } = someDatabases('stock')
  await pass(4)
  watch[Symbol.dispose]()
  await pass(1)
  const askedSoFar = asked()
  await pass(10)
  assert.equal(asked(), askedSoFar)
})
