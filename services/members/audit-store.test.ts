import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

test('no statement of the shop changes or takes away what was audited', () => {
  const stores = globSync('services/members/*-store.ts')
  assert(stores.length > 10, 'the stores were found')
  const change =
    /update\s+audit\b|delete\s+from\s+audit\b|(updateTable|deleteFrom)\('audit'\)|'audit'.*as const/
  assert.deepEqual(
    stores.filter(file => change.test(readFileSync(file, 'utf8'))),
    [],
  )
})
