import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { parseEnv } from 'node:util'
import { type KeyringText, newKeyringText } from '#platform/security/keyring.ts'
import { ConfigFault, readConfig } from './config.ts'
import { Environment } from './environment.ts'

const faultsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigFault) return error.faults
    throw error
  }
  return []
}
const variablesAtFault = (environment: Record<string, string>) =>
  faultsOf(environment).map(fault => fault.split(':')[0])

test('nothing needs to be configured', () => {
  const { keyring, simulator, payments, ...config } = readConfig({})
  assert.equal(keyring, null)
  assert.deepEqual(simulator, { declineRate: 0, lostRate: 0, delayMs: 0, seed: 0 })
  assert.deepEqual(payments, { provider: 'simulator', toss: null, stripe: null })
  assert.deepEqual(config, {
    httpPort: 8080,
    privatePort: 9464,
    profile: { kind: 'embedded', dataFolder: resolve('data') },
    publicUrl: 'http://localhost:8080',
    trustedProxies: [],
    smtp: null,
    adminEmail: null,
    adminPassword: null,
    dayMs: 86_400_000,
    orderHoldMs: 600_000,
    rehearsal: false,
    rateLimits: true,
    demo: false,
    logLevel: 'info',
    traces: null,
  })
})

test('all faults are told at once, each with what to do', () => {
  const faults = faultsOf({
    HTTP_PORT: 'abc',
    PRIVATE_PORT: '70000',
    DATABASE_URL: 'postgres://somewhere',
    PUBLIC_URL: 'shop.example',
    PAYMENT_PROVIDER: 'paypal',
    SIMULATOR_DECLINE_RATE: '1.1',
    SIGNING_KEYS: 'nonsense',
    ADMIN_EMAIL: 'nobody',
    ADMIN_PASSWORD: 'short',
    DAY_MS: '999',
    RATE_LIMITS: 'no',
    DEMO: 'yes',
    LOG_LEVEL: 'loud',
  })
  const names = faults.map(fault => fault.split(/[:, ]/)[0])
  for (const name of ['HTTP_PORT', 'PRIVATE_PORT', 'DATABASE_URL', 'PUBLIC_URL', 'DEMO', 'DAY_MS'])
    assert.ok(names.includes(name), name)
  assert.equal(new Set(names).size, 14, faults.join('\n'))
  assert.ok(
    faults.every(fault => /\b(Give|Unset|Set|is not)\b/.test(fault)),
    faults.join('\n'),
  )
})

test('a number is written in full: no exponent, no hexadecimal, no unit', () => {
  for (const text of ['abc', '1e3', '0x1F90', '8080.5', '-1', ' 80 80', '10s', '08'])
    assert.deepEqual(variablesAtFault({ HTTP_PORT: text }), ['HTTP_PORT'], text)
  assert.equal(readConfig({ HTTP_PORT: '0' }).httpPort, 0)
})

test('the days of a demonstration may be as short as a second, not shorter', () => {
  assert.equal(readConfig({ DAY_MS: '1000' }).dayMs, 1_000)
  assert.deepEqual(variablesAtFault({ DAY_MS: '999', ORDER_HOLD_MS: '0' }), [
    'DAY_MS',
    'ORDER_HOLD_MS',
  ])
})

test('a mixture of profiles is refused, and a mail server that is none', () => {
  assert.deepEqual(
    variablesAtFault({ REDIS_URL: 'redis://a', EVENTS_URL: 'kafka://a:1', SMTP_URL: 'mail' }),
    ['REDIS_URL', 'EVENTS_URL', 'SMTP_URL'],
  )
  assert.equal(readConfig({ SMTP_URL: 'smtp://mail.example' }).smtp?.host, 'mail.example')
  assert.deepEqual(variablesAtFault({ SMTP_URL: 'smtp://a', REHEARSAL: '1' }), ['REHEARSAL'])
  const [prefix = ''] = faultsOf({ DATABASE_URL: 'mysql://root@a/b-c' })
  assert.match(prefix, /^DATABASE_URL: .* of letters, digits and underscores/)
  const alone = faultsOf({ DATABASE_URL: 'mysql://root@a/b' })
  assert.deepEqual(
    alone.map(fault => fault.split(/[:,]/)[0]),
    ['REDIS_URL', 'EVENTS_URL', 'SIGNING_KEYS'],
  )
})

test('a data folder may be named in the ways people write it', () => {
  const folderOf = (url: string) => {
    const { profile } = readConfig({ DATABASE_URL: url })
    return profile.kind === 'embedded' ? profile.dataFolder : null
  }
  assert.equal(folderOf('sqlite:./shop'), resolve('shop'))
  assert.equal(folderOf('sqlite:/var/lib/shop'), '/var/lib/shop')
  assert.equal(folderOf('sqlite:///var/lib/shop'), '/var/lib/shop')
  for (const url of ['sqlite:', 'sqlite::memory:', 'file:./data', './data'])
    assert.deepEqual(variablesAtFault({ DATABASE_URL: url }), ['DATABASE_URL'], url)
})

const engines = {
  ...{ DATABASE_URL: 'mysql://shop:hunter2@db:3306', REDIS_URL: 'redis://:hunter3@cache:6379' },
  EVENTS_URL: 'kafka://log-1:9092,log-2:9092',
}

test('with MySQL, Redis, Kafka and keys it is distributed, and discovery has three ways', () => {
  const given = { ...engines, ...keysOf(newKeyringText()) }
  const profileWith = (DISCOVERY_URL: string) => {
    const { profile } = readConfig({ ...given, DISCOVERY_URL })
    assert(profile.kind === 'distributed')
    return profile
  }
  assert.deepEqual(profileWith('').brokers, ['log-1:9092', 'log-2:9092'])
  assert.equal(profileWith('').discovery, null)
  for (const url of ['redis:', 'eureka:http://reg:8761', 'static:orders=http://a:1+http://b:2']) {
    assert.notEqual(profileWith(url).discovery, null, url)
  }
  for (const wrong of ['consul:', 'static:', 'static:orders=a:1', 'eureka:nowhere']) {
    assert.deepEqual(variablesAtFault({ ...given, DISCOVERY_URL: wrong }), ['DISCOVERY_URL'], wrong)
  }
  const told = faultsOf({ ...engines, EVENTS_URL: 'log-1' }).join('\n')
  assert.match(told, /EVENTS_URL/)
  assert.ok(!told.includes('hunter'), told)
})

test('a secret is never shown, and keys come all together', () => {
  const text = newKeyringText()
  const { signingKeys, internalKey } = text
  const keys = keysOf(text)
  assert.equal(readConfig(keys).keyring?.signing[0].kid, signingKeys.split(':')[0])
  const told = faultsOf({ ...keys, INDEX_KEY: '', ADMIN_PASSWORD: 'hunter2' }).join('\n')
  assert.match(told, /^INDEX_KEY: this is not set, .* Set all of SIGNING_KEYS, .* or none of them/m)
  for (const secret of ['hunter2', internalKey, signingKeys]) assert.ok(!told.includes(secret))
})

test('of keys the advice is the one that helps', () => {
  const keys = keysOf(newKeyringText())
  const missing = faultsOf({ ...engines, ...keys, INDEX_KEY: '' })
  assert.equal(missing.length, 1)
  assert.match(missing[0] ?? '', /^INDEX_KEY: processes .* have the same keys, .* Set all four/)
  const repeated = `${keys.ENCRYPTION_KEYS},${keys.ENCRYPTION_KEYS}`
  for (const environment of [engines, {}]) {
    const faults = faultsOf({ ...environment, ...keys, ENCRYPTION_KEYS: repeated })
    assert.deepEqual(faults, [`ENCRYPTION_KEYS, key 2, repeats the id ${repeated.split(':')[0]}.`])
  }
})

test('a variable set to nothing is not set, and a command may have defaults of its own', () => {
  const config = readConfig(
    { DEMO: '', ADMIN_EMAIL: ' ' },
    { DEMO: '1', ADMIN_EMAIL: 'a@b.example' },
  )
  assert.deepEqual([config.demo, config.adminEmail], [true, 'a@b.example'])
  assert.equal(readConfig({ DEMO: '0' }, { DEMO: '1' }).demo, false)
})

test('.env.example tells every variable with its default, and is itself a good configuration', () => {
  const example = parseEnv(readFileSync(join(import.meta.dirname, '../.env.example'), 'utf8'))
  const known = Object.keys(Environment.properties)
  assert.deepEqual(Object.keys(example).sort(), known.sort())
  assert.deepEqual(readConfig(example), readConfig({}))
})

test('a proxy is trusted by its address or its range, and nobody can trust everybody', () => {
  const { trustedProxies } = readConfig({ TRUSTED_PROXIES: '10.0.0.5, 192.168.0.0/16,fd00::/8' })
  assert.deepEqual(trustedProxies, ['10.0.0.5', '192.168.0.0/16', 'fd00::/8'])
  for (const wrong of [
    'proxy.example',
    '10.0.0.5,',
    '10.0.0',
    '10.0.0.0/33',
    '10.0.0.0/8/8',
    '10.0.0.0/',
    '0.0.0.0/0',
    '::/0',
    'true',
    '1',
    '*',
  ]) {
    assert.deepEqual(variablesAtFault({ TRUSTED_PROXIES: wrong }), ['TRUSTED_PROXIES'], wrong)
  }
})

/** A keyring as an environment has it. */
function keysOf({ signingKeys, encryptionKeys, indexKey, internalKey }: KeyringText) {
  return {
    SIGNING_KEYS: signingKeys,
    ENCRYPTION_KEYS: encryptionKeys,
    INDEX_KEY: indexKey,
    INTERNAL_KEY: internalKey,
  }
}

test('what is right alone and wrong together is told too', () => {
  const rates = (SIMULATOR_DECLINE_RATE: string, SIMULATOR_LOST_RATE: string) =>
    faultsOf({ SIMULATOR_DECLINE_RATE, SIMULATOR_LOST_RATE })
  assert.match(rates('0.7', '0.7').join(), /more than 1 together.*give parts of one whole/)
  for (const [declined, lost] of [
    ['0.57', '0.43'],
    ['1', '0'],
    ['0.3', '0.7'],
  ] as const) {
    assert.deepEqual(rates(declined, lost), [])
  }
  const ports = (HTTP_PORT: string, PRIVATE_PORT: string) => faultsOf({ HTTP_PORT, PRIVATE_PORT })
  assert.deepEqual(ports('8090', '8090'), [
    'PRIVATE_PORT: 8090 is HTTP_PORT already. Give each door a port of its own.',
  ])
  assert.match(faultsOf({ HTTP_PORT: '9464' }).join(), /9464 is HTTP_PORT already/)
  assert.deepEqual(ports('0', '0'), [])
  assert.equal(ports('many', 'many').length, 2, 'what is wrong alone is told once')
})

const toss = { TOSS_SECRET_KEY: 'test_sk_a1', TOSS_CLIENT_KEY: 'test_ck_a1' }
const stripe = {
  ...{ STRIPE_SECRET_KEY: 'sk_test_a1', STRIPE_PUBLISHABLE_KEY: 'pk_test_a1' },
  STRIPE_WEBHOOK_SECRET: 'whsec_a1',
}

test('a payment provider comes with its keys, and one that was before keeps its own', () => {
  const { payments } = readConfig({ PAYMENT_PROVIDER: 'toss', ...toss, ...stripe })
  const url = 'https://api.stripe.com'
  assert.deepEqual(payments, {
    provider: 'toss',
    toss: {
      ...{ secretKey: 'test_sk_a1', clientKey: 'test_ck_a1', url: 'https://api.tosspayments.com' },
      scriptUrl: 'https://js.tosspayments.com',
    },
    stripe: {
      ...{ secretKey: 'sk_test_a1', publishableKey: 'pk_test_a1', webhookSecret: 'whsec_a1', url },
      scriptUrl: 'https://js.stripe.com',
    },
  })
  const { STRIPE_SECRET_KEY } = stripe
  const before = readConfig({ STRIPE_SECRET_KEY, STRIPE_URL: 'http://localhost:1/' }).payments
  assert.deepEqual(before.stripe, {
    ...{ secretKey: 'sk_test_a1', publishableKey: '', webhookSecret: null },
    ...{ url: 'http://localhost:1', scriptUrl: 'https://js.stripe.com' },
  })
})

test('keys that are missing, exchanged, or half for tests are told at the start, and not shown', () => {
  assert.deepEqual(variablesAtFault({ PAYMENT_PROVIDER: 'stripe' }), Object.keys(stripe))
  assert.deepEqual(variablesAtFault({ PAYMENT_PROVIDER: 'toss', TOSS_SECRET_KEY: 'test_sk_a1' }), [
    'TOSS_CLIENT_KEY',
  ])
  const exchanged = {
    ...{ PAYMENT_PROVIDER: 'toss', TOSS_SECRET_KEY: 'live_ck_7', TOSS_CLIENT_KEY: 'live_sk_7' },
  }
  assert.deepEqual(variablesAtFault(exchanged), ['TOSS_SECRET_KEY', 'TOSS_CLIENT_KEY'])
  assert.ok(!faultsOf(exchanged).join().includes('_7'))
  const half = { ...stripe, PAYMENT_PROVIDER: 'stripe', STRIPE_SECRET_KEY: 'sk_live_a1' }
  assert.deepEqual(variablesAtFault(half), ['STRIPE_PUBLISHABLE_KEY'])
  const rehearsal = { ...toss, PAYMENT_PROVIDER: 'toss', REHEARSAL: '1' }
  assert.deepEqual(variablesAtFault(rehearsal), ['PAYMENT_PROVIDER'])
})
