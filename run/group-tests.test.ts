import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { groupTests } from './group-tests.ts'

test('each test file is in one group of its folder, and one that is alone stands for itself', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  const ofStock = Array.from({ length: 11 }, (_, at) => `services/stock/${at}.test.ts`)
  const groups = groupTests([...ofStock, 'platform/ids.test.ts'], folder.path)
  assert.equal(groups.length, 3)
  assert.equal(groups.at(-1), 'platform/ids.test.ts')
  const texts = groups.slice(0, -1).map(path => readFileSync(path, 'utf8'))
  for (const text of texts) assert.ok((text.match(/\.test\.ts/g) ?? []).length <= 10)
  const imported = texts.join('').match(/file:.*?\.test\.ts/g)
  assert.deepEqual(
    imported,
    ofStock.map(file => pathToFileURL(file).href),
  )
})

const HEAD =
  "import { after, test } from 'node:test'\nimport { setTimeout as sleep } from 'node:timers/promises'\n"
/** Its tests are over at once, and what it closes takes its time. */
const QUICK = `${HEAD}after(() => sleep(200))\ntest('is quick', () => undefined)\n`
/** It is loaded slowly, and closes what its test still uses. */
const SLOW = `${HEAD}await sleep(100)
let isOpen = true
after(() => { isOpen = false })
test('is slow', async () => {
  await sleep(300)
  if (!isOpen) throw new Error('closed before its end')
})
`

test('no file of a group closes what it opened before its tests are over', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  const files = [QUICK, SLOW].map((text, at) => {
    const path = join(folder.path, `${at}.test.mjs`)
    writeFileSync(path, text)
    return path
  })
  const [group = ''] = groupTests(files, folder.path)
  // With nothing of ours: it would take itself for a part of this run.
  const { status, stdout } = spawnSync(process.execPath, ['--test', group], { env: {} })
  assert.equal(status, 0, String(stdout))
})
