import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempDisposableSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { engineUrl } from '#platform/an-engine.ts'
import { connectTo, serverOf } from '#platform/database/mysql-server.ts'
import {
  dropSchema,
  loadSchema,
  makeClosedSchema,
  openSchema,
} from '#run/distributed-backup/load-schema-store.ts'
import { writeSchema } from '#run/distributed-backup/schema-rows-store.ts'

test('whatever a row may hold comes back as it was, and what a table refuses is refused still', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  const connection = await connectTo(serverOf(engineUrl('mysql'), 'any'))
  const [from, to] = ['from', 'to'].map(name => `t_${randomBytes(6).toString('hex')}_${name}`)
  assert.ok(from !== undefined && to !== undefined)
  try {
    await connection.query(`create schema ${from} character set utf8mb4 collate utf8mb4_bin`)
    await connection.query(`use ${from}`)
    await connection.query(`create table odd (
      odd_id bigint not null auto_increment primary key,
      words mediumtext, bytes blob, number bigint, share double, is_open integer not null check (is_open in (0, 1))
    )`)
    await connection.query('create table nothing_here (id integer)')
    await connection.query(`create trigger odd_stays before delete on odd for each row begin
      insert into odd (is_open) values (null); end`)
    const words = ['민지’s "won" \\ back', 'a\nb\r\n\t\0 ;', '', '🎉 ??  ? :x', null]
    for (const [at, text] of words.entries()) {
      const bytes = at === 0 ? Buffer.from([0, 255, 39, 92, 10]) : Buffer.alloc(0)
      await connection.query(
        'insert into odd (words, bytes, number, share, is_open) values (?, ?, ?, ?, 1)',
        [...[text, at === 1 ? null : bytes, '9223372036854775807', 0.1 + 0.2]],
      )
    }

    const path = join(folder.path, 'odd.jsonl')
    await writeSchema(connection, { schema: from, path }, () => undefined)
    await makeClosedSchema(connection, to)
    await loadSchema(connection, { schema: to, path })
    await openSchema(connection, to)

    const all = async (schema: string, table: string) =>
      (await connection.query({ sql: `select * from ${schema}.${table}`, typeCast: false }))[0]
    for (const table of ['odd', 'nothing_here']) {
      assert.deepEqual(await all(to, table), await all(from, table), table)
    }
    assert.equal(((await all(to, 'odd')) as object[]).length, words.length)
    await assert.rejects(connection.query(`insert into ${to}.odd (is_open) values (2)`))
    await assert.rejects(connection.query(`delete from ${to}.odd`), 'the trigger is there')
    const [{ insertId }] = (await connection.query(
      `insert into ${to}.odd (is_open) values (1)`,
    )) as [{ insertId: number }, unknown]
    assert.equal(insertId, words.length + 1, 'numbers go on where they were')
  } finally {
    for (const schema of [from, to]) await dropSchema(connection, schema)
    await connection.end()
  }
})
