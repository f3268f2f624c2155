import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

/** Runs a file of tests as `npm test` would. */
function ran(text: string) {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  mkdirSync(join(folder.path, 'run'))
  writeFileSync(join(folder.path, 'run', 'some.test.ts'), text)
  const line = [
    '--disable-warning=ExperimentalWarning',
    join(import.meta.dirname, 'test.ts'),
    'some',
  ]
  // Told of the tests that run already, Node would leave these out.
  return spawnSync(process.execPath, line, { cwd: folder.path, encoding: 'utf8', env: {} })
}

test('what failed is told at the end with its place and why: a suite by its tests, a long reason by its beginning', () => {
  const { status, stdout, stderr } = ran(
    `import { suite, test } from 'node:test'
     test('good', () => {})
     suite('a suite', () => {
       test('bad', () => { throw new Error(Array.from({ length: 30 }, (_, at) => 'line ' + at).join('\\n')) })
       test('worse', () => Promise.reject('a text'))
     })`,
  )
  assert.equal(status, 1, stderr)
  const [, end = ''] = stdout.split('\nWhat failed:\n')
  const lines = Array.from({ length: 12 }, (_, at) => `    line ${at}\n`).join('')
  const [bad, worse] = [
    '✖ bad (run/some.test.ts:4)\n',
    '✖ worse (run/some.test.ts:5)\n    a text\n',
  ]
  assert.equal(end, `\n${bad}${lines}\n${worse}`)
})

test('where nothing failed nothing is told', () => {
  const { status, stdout, stderr } = ran(`import { test } from 'node:test'\ntest('good', () => {})`)
  assert.equal(status, 0, stderr)
  assert.doesNotMatch(stdout, /What failed/)
})
