import assert from 'node:assert/strict'
import { mkdtempDisposableSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { groupTests } from './group-tests.ts'

test('each test file is in one group of its folder, and one that is alone stands for itself', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  const ofStock = Array.from({ length: 11 }, (_, at) => `services/stock/${at}.test.ts`)
  const groups = groupTests([...ofStock, 'platform/ids.test.ts'], folder.path)
  assert.equal(groups.length, 4)
  assert.equal(groups.at(-1), 'platform/ids.test.ts')
  const texts = groups.slice(0, -1).map(path => readFileSync(path, 'utf8'))
  assert.ok(texts.every(text => text.split('\n').length < 8))
  const imported = texts.join('').match(/file:.*?\.test\.ts/g)
  assert.deepEqual(
    imported,
    ofStock.map(file => pathToFileURL(file).href),
  )
})
