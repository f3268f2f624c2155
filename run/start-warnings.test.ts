import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '#platform/config.ts'
import { startWarnings } from './start-warnings.ts'

test('rate limits that are off are told, and a shop without anything odd hears nothing', () => {
  assert.match(startWarnings(readConfig({ RATE_LIMITS: 'off' })).join(), /RATE_LIMITS/)
  assert.deepEqual(startWarnings(readConfig({})), [])
})
