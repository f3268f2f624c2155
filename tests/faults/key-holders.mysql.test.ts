import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '#platform/config.ts'
import { type Log, silentLog } from '#platform/measures/log.ts'
import { type KeyringText, newKeyringText } from '#platform/security/keyring.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { holdShopKeys } from '#run/shop-keys.ts'
import { keepShopKind } from '#run/shop-kind.ts'
import { changeRows } from '#tests/shop/change-rows.ts'
import { someDistributedPlace } from '#tests/shop/some-place.ts'

const [old, fresh] = [newKeyringText(), newKeyringText()]

/** Processes of one shop in MySQL, which start together and hold no more than their keys. */
async function someProcesses() {
  const place = await someDistributedPlace()
  const clock = virtualClock()
  const environment = { ...place.environment, INDEX_KEY: old.indexKey }
  return {
    clock,
    change: (statement: string) => changeRows(environment, 'stock', statement),
    async start(texts: readonly KeyringText[], publicUrl = 'http://shop.example', log = silentLog) {
      const encryption = texts.map(text => text.encryptionKeys).join(',')
      const settings = { ENCRYPTION_KEYS: encryption, PUBLIC_URL: publicUrl }
      const config = readConfig({ ...environment, ...settings })
      await keepShopKind(config)
      assert.ok(config.keyring)
      return holdShopKeys(config, config.keyring, { clock, log })
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
    'update key_holder set seen_at_ms = seen_at_ms - 61000 where prints not like "% %"',
  )
  await using _next = await shop.start([fresh, old])
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
  await using _one = await shop.start([old], 'http://one.example', log)
  await using _same = await shop.start([old], 'http://one.example', log)
  assert.deepEqual(warned, [])
  await using _two = await shop.start([old], 'http://two.example', log)
  assert.deepEqual(warned, [{ publicUrl: 'http://two.example', others: ['http://one.example'] }])
})
