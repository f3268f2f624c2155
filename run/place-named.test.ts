import assert from 'node:assert/strict'
import { mkdtempDisposableSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
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

test('a project that npm is led to by a link is the project too', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  const link = join(folder.path, 'link')
  symlinkSync(resolve(), link)
  const byNpm = { INIT_CWD: folder.path, npm_package_json: join(link, 'package.json') }
  assert.equal(placeNamed('monday', byNpm), join(folder.path, 'monday'))
})
