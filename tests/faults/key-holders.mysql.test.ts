import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '#platform/config.ts'
import { type Log, silentLog } from '#platform/measures/log.ts'
import { type KeyringText, newKeyringText } from '#platform/security/keyring.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import type { CannotGoOn } from '#run/cannot-go-on.ts'
import { holdShopKeys } from '#run/shop-keys.ts'
import { keepShopKind } from '#run/shop-kind.ts'
import { openRows } from '#tests/invariants/shop-rows-store.ts'
import { changeRows } from '#tests/shop/change-rows.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { someDistributedPlace } from '#tests/shop/some-place.ts'

const [old, fresh] = [newKeyringText(), newKeyringText()]

/** Processes of one shop in MySQL, which start together and hold no more than their keys. */
async function someProcesses() {
  const place = await someDistributedPlace()
  const clock = virtualClock()
  const ended: CannotGoOn[] = []
  let rests = 0
  const environment: Record<string, string> = {
    ...{ ...place.environment, INDEX_KEY: old.indexKey, INTERNAL_KEY: old.internalKey },
  }
  return {
    clock,
    /** Of processes that were told to end. */
    ended,
    change: (statement: string) => changeRows(environment, 'stock', statement),
    /** One look more of a process, at least. */
    async anotherLook() {
      const before = rests
      await eventually('another look', () => {
        clock.advance(20_000)
        return rests > before
      })
    },
    /** As if all of them had stood still for longer than a minute. */
    async freeze() {
      await this.change('update key_holder set seen_at_ms = 1')
    },
    /** How many are there, by what they said since. */
    async present() {
      await using rows = await openRows(environment.DATABASE_URL ?? '')
      return (await rows.all('stock', 'select holder from key_holder where seen_at_ms > 1')).length
    },
    async start(
      texts: readonly KeyringText[],
      settings: NodeJS.ProcessEnv = {},
      { log = silentLog, kafka = null }: { log?: Log; kafka?: string | null } = {},
    ) {
      const config = readConfig({
        ...environment,
        ENCRYPTION_KEYS: texts.map(text => text.encryptionKeys).join(','),
        SIGNING_KEYS: texts.map(text => text.signingKeys).join(','),
        ...settings,
      })
      await keepShopKind(config)
      assert.ok(config.keyring)
      const resting = Promise.withResolvers<void>()
      const ownClock = {
        wait(ms: number, signal?: AbortSignal) {
          rests += 1
          resting.resolve()
          return clock.wait(ms, signal)
        },
      }
      const deps = { clock: ownClock, log, kafka, end: (why: CannotGoOn) => ended.push(why) }
      const held = await holdShopKeys(config, config.keyring, deps)
      await resting.promise
      return held
    },
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  }
}

test('a new key seals when every process that runs has it; one that ended, or is gone for a minute, does not count', async () => {
  await using shop = await someProcesses()
  await using _ready = await shop.start([old, fresh])
  {
    await using _late = await shop.start([old])
    await assert.rejects(shop.start([fresh, old]), /which one running process/)
  }
  await using _killed = await shop.start([old])
  await assert.rejects(shop.start([fresh, old]), /which one running process/)
  await shop.change(
    'update key_holder set seen_at_ms = seen_at_ms - 61000 where prints not like "%signing:%signing:%"',
  )
  await using _next = await shop.start([fresh, old])
})

test('a process that signs, or proves itself, with keys of its own is refused beside the others', async () => {
  await using shop = await someProcesses()
  await using _one = await shop.start([old])
  const { signingKeys: SIGNING_KEYS, internalKey: INTERNAL_KEY } = fresh
  await assert.rejects(shop.start([old], { SIGNING_KEYS }), /SIGNING_KEYS lacks the key that one/)
  await assert.rejects(shop.start([old], { INTERNAL_KEY }), /INTERNAL_KEY is not the one that one/)
  await using _same = await shop.start([old])
})

test('a process that was away while another started with other keys ends, and says which; one whose keys are right goes on', async () => {
  await using shop = await someProcesses()
  await using _frozen = await shop.start([old])
  await using _alsoFrozen = await shop.start([old, fresh])
  await shop.freeze()
  await using _other = await shop.start([fresh, old])
  await eventually('both have looked', async () => {
    shop.clock.advance(20_000)
    return shop.ended.length > 0 && (await shop.present()) === 2
  })
  const [{ exitCode, message } = {}, ...more] = shop.ended
  assert.deepEqual([exitCode, more], [78, []])
  assert.match(`${message}`, /^ENCRYPTION_KEYS lacks the key/)
})

test('a process that was away while a shop started with keys of its own ends, and is told so once', async () => {
  await using shop = await someProcesses()
  await using _frozen = await shop.start([old])
  await shop.freeze()
  const { signingKeys: SIGNING_KEYS } = fresh
  await using _other = await shop.start([old], { SIGNING_KEYS })
  await eventually('it has looked', async () => {
    shop.clock.advance(20_000)
    return shop.ended.length > 0
  })
  for (let look = 0; look < 4; look += 1) await shop.anotherLook()
  const [why, ...more] = shop.ended
  assert.match(
    `${why}`,
    /SIGNING_KEYS lacks the key that one running process .* That is process \d+ on \S+\. /,
  )
  assert.deepEqual(more, [])
})

test('a whole shop that was frozen, in the middle of changing its keys, goes on', async () => {
  await using shop = await someProcesses()
  await using _ready = await shop.start([old, fresh])
  await using _next = await shop.start([fresh, old])
  await using _too = await shop.start([old, fresh])
  await shop.freeze()
  await eventually('all are back', async () => {
    shop.clock.advance(20_000)
    return (await shop.present()) === 3
  })
  assert.deepEqual(shop.ended, [])
})

test('a process with another Kafka than those that run is refused; one that was away for long ends; a gateway has none', async () => {
  await using shop = await someProcesses()
  const [ours, foreign] = [{ kafka: 'a:b c' }, { kafka: 'd' }]
  await using _gateway = await shop.start([old])
  await using stock = await shop.start([old], {}, ours)
  await using _orders = await shop.start([old], {}, ours)
  const refusal = /EVENTS_URL leads to the Kafka d, and 2 running .* speak with the Kafka a:b c:/
  await assert.rejects(shop.start([old], {}, foreign), refusal)
  await stock[Symbol.asyncDispose]()
  await shop.freeze()
  await using _moved = await shop.start([old], {}, foreign)
  await eventually('it has looked', async () => {
    shop.clock.advance(20_000)
    return shop.ended.length > 0 && (await shop.present()) === 2
  })
  const [{ exitCode, message } = {}, ...more] = shop.ended
  assert.deepEqual([exitCode, more], [78, []])
  assert.match(`${message}`, /EVENTS_URL leads to the Kafka a:b c, and one running .* Kafka d:/)
})

test('of processes that start at once with keys that differ, one goes on', async () => {
  await using shop = await someProcesses()
  const starts = await Promise.allSettled([old, fresh].map(text => shop.start([text])))
  for (const each of starts)
    if (each.status === 'fulfilled') await each.value[Symbol.asyncDispose]()
  assert.deepEqual(starts.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
})

test('a process that gives the shop another address than the others says so', async () => {
  await using shop = await someProcesses()
  const warned: unknown[] = []
  const log: Log = Object.assign(Object.create(silentLog), {
    warn: (fields: unknown) => warned.push(fields),
  })
  await using _one = await shop.start([old], { PUBLIC_URL: 'http://one.example' }, { log })
  await using _same = await shop.start([old], { PUBLIC_URL: 'http://one.example' }, { log })
  assert.deepEqual(warned, [])
  await using _two = await shop.start([old], { PUBLIC_URL: 'http://two.example' }, { log })
  assert.deepEqual(warned, [{ publicUrl: 'http://two.example', others: ['http://one.example'] }])
})
