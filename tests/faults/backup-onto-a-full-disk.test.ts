import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempDisposableSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { startProgram } from '#tests/shop/a-child-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'

test('a backup onto a full disk says so in a sentence, and leaves nothing', async () => {
  using root = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  const [data, to] = [join(root.path, 'data'), join(root.path, 'backup')]
  mkdirSync(data)
  {
    using database = new DatabaseSync(join(data, 'stock.sqlite'))
    database.exec('create table filling as select randomblob(400000) as bytes')
  }
  // A disk cannot be made here; a process may be told to write no file of more than some kilobytes.
  const line = `trap '' XFSZ; ulimit -f 200; exec "$0" "$@"`
  const program = 'run/backup.ts'
  const child = startProgram({
    program: 'sh',
    line: ['-c', line, process.execPath, '--disable-warning=ExperimentalWarning', program, to],
    environment: { DATABASE_URL: `sqlite:${data}` },
  })
  assert.equal((await child.ended).code, 75, child.output())
  assert.match(
    child.output(),
    /^The backup cannot be written \(.*\): is the disk of .* full\?.*\n$/,
  )
  assert.ok(!existsSync(to))
})

test('a backup that is ended by Ctrl-C says so, and leaves nothing', async () => {
  using root = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  const [data, to] = [join(root.path, 'data'), join(root.path, 'backup')]
  mkdirSync(data)
  for (const name of ['stock', 'catalog']) {
    using database = new DatabaseSync(join(data, `${name}.sqlite`))
    database.exec('create table filling (bytes blob)')
  }
  // It waits for whoever writes.
  using writer = new DatabaseSync(join(data, 'catalog.sqlite'))
  writer.exec('begin immediate')
  const child = startProgram({
    ...{ program: 'run/backup.ts', line: [to] },
    environment: { DATABASE_URL: `sqlite:${data}` },
  })
  await eventually('the folder is made', () => existsSync(to))
  child.signal('SIGINT')
  assert.equal((await child.ended).signal, 'SIGINT', child.output())
  assert.match(child.output(), /\nIt was ended before .*: nothing is left of it\.\n$/)
  assert.ok(!existsSync(to))
})
