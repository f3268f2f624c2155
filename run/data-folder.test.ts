import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs, { mkdtempDisposableSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { CannotGoOn } from './cannot-go-on.ts'
import { lockDataFolder, prepareDataFolder } from './data-folder.ts'

const temporaryFolder = () => mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))

const refusal = (pattern: RegExp, exitCode: number) => (error: unknown) => {
  assert.ok(error instanceof CannotGoOn, String(error))
  assert.match(error.message, pattern)
  assert.equal(error.exitCode, exitCode)
  return true
}

test('the data folder is made for its owner alone, and nothing is left of the looking', () => {
  using root = temporaryFolder()
  const path = join(root.path, 'a', 'b')
  prepareDataFolder(path)
  assert.equal(statSync(path).mode & 0o777, 0o700)
  assert.deepEqual(readdirSync(path), [])
})

test('two shops never stand on one folder, and the next may have it when the first is gone', () => {
  using root = temporaryFolder()
  {
    using _first = lockDataFolder(root.path)
    assert.throws(() => lockDataFolder(root.path), refusal(/runs on .* already/, 75))
  }
  using again = lockDataFolder(root.path)
  assert.equal(again.path, root.path)
})

test('a crowd may be made beside a running shop', () => {
  using root = temporaryFolder()
  using _shop = lockDataFolder(root.path)
  assert.doesNotThrow(() => prepareDataFolder(root.path))
})

test('a shop that was killed leaves no lock behind', async () => {
  using root = temporaryFolder()
  const program = `import { lockDataFolder } from '#run/data-folder.ts'
    // Kept in mind for as long as the process lives: what nobody refers to is let go.
    globalThis.lock = lockDataFolder(${JSON.stringify(root.path)})
    console.log('locked')
    setInterval(() => undefined, 1_000)`
  const child = spawn(process.execPath, [...process.execArgv, '--input-type=module', '-e', program])
  const ended = once(child, 'exit')
  try {
    await once(child.stdout, 'data')
    assert.throws(() => lockDataFolder(root.path), refusal(/already/, 75))
  } finally {
    child.kill('SIGKILL')
    await ended
  }
  using locked = lockDataFolder(root.path)
  assert.equal(locked.path, root.path)
})

test('a file where the folder should be is named, with what to do', () => {
  using root = temporaryFolder()
  const file = join(root.path, 'data')
  writeFileSync(file, '')
  assert.throws(() => lockDataFolder(file), refusal(/is a file/, 73))
  assert.throws(() => lockDataFolder(join(file, 'deeper')), refusal(/is a file/, 73))
})

test('a new folder on a disk that is mounted read-only is told so', context => {
  using root = temporaryFolder()
  const path = join(root.path, 'new', 'data')
  // A disk cannot be mounted here.
  const failing = (code: string) => () => {
    throw Object.assign(new Error(code), { code })
  }
  context.mock.method(fs, 'mkdirSync', failing('EROFS'))
  syncBuiltinESMExports()
  try {
    assert.throws(() => prepareDataFolder(path), refusal(/mounted read-only\. Mount it/, 73))
    context.mock.restoreAll()
    context.mock.method(fs, 'mkdirSync', failing('ENXIO'))
    syncBuiltinESMExports()
    assert.throws(() => prepareDataFolder(path), refusal(/says ENXIO\. Look at the disk/, 73))
  } finally {
    context.mock.restoreAll()
    syncBuiltinESMExports()
  }
})

test('a folder where the system makes none is refused at once', () => {
  for (const path of ['/proc/firstcome', '/proc/firstcome/data']) {
    assert.throws(() => prepareDataFolder(path), refusal(/proc.firstcome/, 73))
  }
})

test('a folder of another user is refused and left as it is', async () => {
  using root = temporaryFolder()
  const path = join(root.path, 'theirs')
  prepareDataFolder(path)
  const program = `import { lockDataFolder } from '#run/data-folder.ts'
    try { lockDataFolder(${JSON.stringify(join(path, 'data'))}) } catch (error) { console.log(error.exitCode, error.message) }`
  // Root may write anywhere, so it becomes somebody else for this; others meet a folder of root's.
  const somebody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const target = process.getuid?.() === 0 ? program : program.replaceAll(path, '/root')
  const child = spawn(
    process.execPath,
    [...process.execArgv, '--input-type=module', '-e', target],
    {
      ...somebody,
    },
  )
  let told = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    told += text
  })
  await once(child, 'close')
  assert.match(told, /^73 The data folder .* may not be written by this user/)
  assert.deepEqual(readdirSync(path), [])
})
