import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'

test('a process that may not go on says why in its log, and ends with the code of the reason', () => {
  const program = `
    const [{ endAtOnce }, { CannotGoOn }, { openLog }] = await Promise.all(
      ['#run/end-at-once.ts', '#run/cannot-go-on.ts', '#platform/measures/log.ts'].map(name => import(name)))
    endAtOnce(openLog('warn'))(new CannotGoOn(78, 'SIGNING_KEYS lacks a key'))
    console.log('still here')`
  const line = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', program]
  const { status, stdout, stderr } = spawnSync(process.execPath, line, {
    ...{ cwd: join(import.meta.dirname, '..'), encoding: 'utf8' },
  })
  assert.equal(status, 78, stderr)
  assert.equal(stdout, '')
  assert.partialDeepStrictEqual(JSON.parse(stderr), { reason: 'SIGNING_KEYS lacks a key' })
})
