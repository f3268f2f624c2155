import assert from 'node:assert/strict'
import { mkdtempDisposableSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openSqliteFile } from '#platform/database/sqlite-connection.ts'
import { announceTogether, outboxTable } from './outbox.ts'
import { eventsOf, factsIn, readAnnounced } from './outbox-reading.ts'

test('a row of more events than are asked for is delivered whole, and stops nobody', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  const { raw, trx } = openSqliteFile(join(folder.path, 'outbox.sqlite'), () => 1, null)
  try {
    await trx.sql.run(outboxTable)
    const facts = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ subject: `s${at}`, version: 1, data: '{}' }))
    await announceTogether(trx, 1, 'note.written', facts(512))
    await announceTogether(trx, 1, 'note.written', facts(3))
    const heard: number[] = []
    let after = 0
    for (;;) {
      const { rows, upTo } = await readAnnounced(trx, { after, limit: 500, types: [] })
      if (rows.length === 0) break
      heard.push(factsIn(rows))
      assert.equal(rows.flatMap(row => eventsOf('notes', row)).length, factsIn(rows))
      assert.ok(upTo > after, 'the cursor moves')
      after = upTo
    }
    assert.deepEqual(heard, [512, 3])
  } finally {
    raw.close()
  }
})
