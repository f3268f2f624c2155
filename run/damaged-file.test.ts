import assert from 'node:assert/strict'
import { mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { sentenceFor } from './cannot-go-on.ts'
import { versionInFolder } from './schema-versions-store.ts'
import { standStill } from './stand-still.ts'

/** A folder with one database, of which this is made of the bytes. */
function aDamagedFile(damage: (bytes: Buffer) => Buffer | number) {
  const folder = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  const path = join(folder.path, 'orders.sqlite')
  {
    using database = new DatabaseSync(path)
    database.exec('begin; create table schema_version (version integer)')
    database.exec('create table filling (text)')
    const insert = database.prepare('insert into filling values (?)')
    for (const at of Array(200).keys()) insert.run(`${at}`.repeat(200))
    database.exec('commit')
  }
  const bytes = readFileSync(path)
  const left = damage(bytes)
  writeFileSync(path, typeof left === 'number' ? bytes : left)
  return { path, folder: folder.path, [Symbol.dispose]: () => folder.remove() }
}

const GARBAGE = 'no database at all, nor was it one'

/** As the command does it. */
async function copy(folder: string): Promise<null> {
  versionInFolder(folder, 'orders')
  using moment = await standStill({ nowMs: () => 0, folder }, ['orders.sqlite'])
  await moment.copy('orders.sqlite', join(folder, 'copy'), () => undefined)
  return null
}

test('a backup of a damaged file names the file and what to do, wherever the damage is', async () => {
  for (const damage of [
    (bytes: Buffer) => bytes.write(GARBAGE),
    (bytes: Buffer) => bytes.fill(0xa5, 4_096, 8_192),
    (bytes: Buffer) => bytes.fill(0xa5, 12_288, 40_960),
    (bytes: Buffer) => bytes.subarray(0, bytes.length / 2),
  ]) {
    using file = aDamagedFile(damage)
    const refused = await copy(file.folder).catch(sentenceFor)
    assert.equal(refused?.exitCode, 69)
    const [start, ...more] = refused.message.split(`The database ${file.path} is damaged (`)
    assert.equal(start, '')
    assert.match(`${more}`, /^[^\n]+\)\. Keep a copy .* npm run restore\.$/)
  }
})
