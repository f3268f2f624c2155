import assert from 'node:assert/strict'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { placeNamed } from './place-named.ts'

test('a file that is named lies where the command was called, also below the folder that npm runs it in', () => {
  const called = resolve('docs')
  const byNpm = { INIT_CWD: called, npm_package_json: resolve('package.json') }
  assert.equal(placeNamed('report.html', byNpm), join(called, 'report.html'))
  assert.equal(placeNamed('/elsewhere/report.html', byNpm), '/elsewhere/report.html')
  const ofAnother = { ...byNpm, npm_package_json: '/elsewhere/package.json' }
  for (const environment of [{}, ofAnother]) {
    assert.equal(placeNamed('report.html', environment), resolve('report.html'))
  }
})
