import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '#platform/config.ts'
import { startWarnings } from './start-warnings.ts'

const stripe = {
  PAYMENT_PROVIDER: 'stripe',
  STRIPE_SECRET_KEY: 'sk_test_a1',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_a1',
  STRIPE_WEBHOOK_SECRET: 'whsec_a1',
}

test('whoever takes real payments is told at the start that the pages cannot open the provider’s window yet', () => {
  const [warning = '', ...more] = startWarnings(readConfig(stripe))
  assert.deepEqual(more, [])
  assert.match(warning, /PAYMENT_PROVIDER=stripe.*API/)
  assert.doesNotMatch(warning, /a1/)
})

test('rate limits that are off are told, and a shop without anything odd hears nothing', () => {
  assert.match(startWarnings(readConfig({ RATE_LIMITS: 'off' })).join(), /RATE_LIMITS/)
  assert.deepEqual(startWarnings(readConfig({})), [])
})
