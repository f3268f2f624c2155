import assert from 'node:assert/strict'
import { chmodSync, mkdtempDisposableSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readConfig } from '#platform/config.ts'
import { startWarnings } from './start-warnings.ts'

test('keys that others may read are taken from them, and the operator is told once', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  const config = readConfig({ DATABASE_URL: `sqlite:${folder.path}` })
  assert.deepEqual(startWarnings(config), [])
  const path = join(folder.path, 'keys.json')
  writeFileSync(path, '{}')
  chmodSync(path, 0o644)
  assert.match(startWarnings(config).join(), /keys\.json had the mode 0644, and has 0600 now$/)
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.deepEqual(startWarnings(config), [])
})
