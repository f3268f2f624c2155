import assert from 'node:assert/strict'
import { mkdtempDisposableSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DatabaseUnavailable, type OutboxRow } from '#platform/database/database.ts'
import { openSqliteFile } from '#platform/database/sqlite-connection.ts'
import { consumeOrBury, inboxTables, readCursor } from './inbox.ts'

const row: OutboxRow = {
  ...{ number: 1, type: 'note.written', subject: 'a', version: 1, timeMs: 1, data: '{}' },
}

/** A consumer's database, in which one row is taken, and what became of that. */
async function take(apply: () => Promise<unknown>) {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  const { raw, trx } = openSqliteFile(join(folder.path, 'inbox.sqlite'), () => 1, null)
  try {
    for (const table of inboxTables) await trx.sql.run(table)
    await trx.sql.run('begin immediate')
    const outcome = await consumeOrBury(trx, { source: 'stock', row }, apply).then(
      ({ buried }) => buried,
      (error: unknown) => error,
    )
    await trx.sql.run(outcome instanceof Error ? 'rollback' : 'commit')
    const letters = await trx.sql.all<{ reason: string }>('select reason from dead_letter')
    return { outcome, letters, cursor: await readCursor(trx, { source: 'stock' }) }
  } finally {
    raw.close()
  }
}

test('an event that cannot be applied is buried, and the next one is taken', async () => {
  const { letters, cursor } = await take(() => Promise.reject(new Error('nobody can take this')))
  assert.deepEqual(
    letters.map(({ reason }) => reason),
    ['nobody can take this'],
  )
  assert.equal(cursor, 1)
})

test('an event is not buried because the disk is full: it waits for a database that can take it', async () => {
  const full = new DatabaseUnavailable('database or disk is full')
  const { outcome, letters, cursor } = await take(() => Promise.reject(full))
  assert.equal(outcome, full)
  assert.deepEqual([letters, cursor], [[], 0])
})
