import assert from 'node:assert/strict'
import { test } from 'node:test'
import { showProgress } from './progress.ts'

test('without a screen a long work is told in four lines, and the next one in its own', t => {
  const write = t.mock.method(process.stderr, 'write', () => true)
  for (let done = 0; done <= 120; done += 1) showProgress(done, 120, 'pages')
  showProgress(120, 120, 'pages')
  for (const done of [1, 2]) showProgress(done, 2, 'files')
  showProgress(2, 2, 'databases')
  for (const done of [1, 2]) showProgress(done, 2, `buyers done, some ${done} s more`)
  const told = write.mock.calls.map(({ arguments: [line] }) => line)
  t.mock.restoreAll()
  assert.deepEqual(told, [
    ...[30, 60, 90, 120].map(done => `${done} of 120 pages\n`),
    ...['1 of 2 files\n', '2 of 2 files\n', '2 of 2 databases\n'],
    ...['1 of 2 buyers done, some 1 s more\n', '2 of 2 buyers done, some 2 s more\n'],
  ])
})
