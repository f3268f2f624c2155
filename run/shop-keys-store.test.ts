import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keyringFromText, newKeyringText } from '#platform/security/keyring.ts'
import { printsOf } from './key-prints.ts'
import { type KeysStep, seeHolder } from './shop-keys-store.ts'

test('what a process tells of its keys begins with the one that seals, which older versions look for', async () => {
  const told: unknown[] = []
  const sql: KeysStep['sql'] = {
    all: async () => [],
    async run(_, ...values) {
      told.push(...values)
      return 1
    },
  }
  const prints = printsOf(keyringFromText(newKeyringText()))
  const names = { holder: 'a', name: 'process 1 on a:b', kafka: 'k' }
  const own = { ...names, prints, publicUrl: 'http://localhost' }
  await seeHolder({ sql, nowMs: 1, holdsForMs: null }, own)
  const [first, ...more] = String(told[1]).split(' ')
  assert.equal(first, prints.encryption[0].print)
  assert.equal(more.at(-1), 'name:process%201%20on%20a%3Ab')
})
