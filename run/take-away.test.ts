import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempDisposableSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { takeAway } from './take-away.ts'

const FOLDERS = 200
const FILES = 60

/** Another thread, as SQLite has one: it removes the files of each folder when it is called. */
const REMOVE_FILES = `
  const { rmSync } = require('node:fs')
  const { parentPort, workerData: { home, called } } = require('node:worker_threads')
  parentPort.postMessage('ready')
  for (let folder = 0; folder < ${FOLDERS}; folder++) {
    Atomics.wait(called, 0, folder)
    for (let file = 0; file < ${FILES}; file++) rmSync(\`\${home}/\${folder}/\${file}\`, { force: true })
  }
`

test('a folder is gone whole, also where somebody else removes files of it meanwhile', async () => {
  using home = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  const called = new Int32Array(new SharedArrayBuffer(4))
  const other = new Worker(REMOVE_FILES, { eval: true, workerData: { home: home.path, called } })
  const ended = once(other, 'exit')
  await once(other, 'message')
  const left: string[] = []
  for (let round = 0; round < FOLDERS; round++) {
    const folder = join(home.path, `${round}`)
    mkdirSync(folder)
    for (let file = 0; file < FILES; file++) writeFileSync(join(folder, `${file}`), '')
    Atomics.store(called, 0, round + 1)
    Atomics.notify(called, 0)
    takeAway(folder)
    if (existsSync(folder)) left.push(folder)
  }
  await ended
  assert.deepEqual(left, [])
})
