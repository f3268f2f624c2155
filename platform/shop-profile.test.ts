import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newKeyringText } from '#platform/security/keyring.ts'
import { profileOf } from './shop-profile.ts'

const { signingKeys, encryptionKeys, indexKey, internalKey } = newKeyringText()
const engines = {
  DATABASE_URL: 'mysql://shop:hunter2@db:3306',
  REDIS_URL: 'redis://:hunter3@cache:6379',
  EVENTS_URL: 'kafka://log-1:9092,log-2:9092',
}

/** The one thing that is wrong; empty where nothing is. */
function faultOf(wrong: Partial<typeof engines>): string {
  const texts = {
    ...{ SIGNING_KEYS: signingKeys, ENCRYPTION_KEYS: encryptionKeys },
    ...{ INDEX_KEY: indexKey, INTERNAL_KEY: internalKey, ...engines, ...wrong },
  }
  const read = profileOf(texts.DATABASE_URL, texts)
  const [fault = '', ...more] = 'faults' in read ? read.faults : []
  assert.deepEqual(more, [])
  assert.doesNotMatch(fault, /hunter/)
  return fault
}

test('who asks MySQL for TLS, or for anything behind the path, is refused and not served without', () => {
  for (const asked of ['?ssl=true&sslmode=REQUIRED', '/shop?ssl-mode=required', '#tls']) {
    const fault = faultOf({ DATABASE_URL: `${engines.DATABASE_URL}${asked}` })
    assert.match(fault, /^DATABASE_URL: .* would not be heeded: .* no TLS/, asked)
  }
  assert.equal(faultOf({ DATABASE_URL: `${engines.DATABASE_URL}/shop` }), '')
})

test('what stands behind the port of Redis is the number of a database, or is refused', () => {
  for (const behind of ['/shop', '/1/2', '/-1', '?db=99', '/?tls=true', '/1#2']) {
    const fault = faultOf({ REDIS_URL: `${engines.REDIS_URL}${behind}` })
    assert.match(fault, /^REDIS_URL: .* would not be heeded\. .*host:6379\/0/, behind)
  }
  for (const behind of ['/', '/3', '?family=6', '/3?family=0']) {
    assert.equal(faultOf({ REDIS_URL: `${engines.REDIS_URL}${behind}` }), '', behind)
  }
})

test('a user for Kafka is told to be of no use, and not that there is no Kafka', () => {
  const fault = faultOf({ EVENTS_URL: 'kafka://shop:hunter4@log-1:9092' })
  assert.match(fault, /^EVENTS_URL: the shop gives Kafka no user and no password\. Give kafka:/)
  assert.match(faultOf({ EVENTS_URL: 'log-1' }), /^EVENTS_URL: with MySQL there is a Kafka too/)
})
