import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { RESTORE_UNDER_WAY } from '#platform/database/mysql-migrations.ts'
import type { RowLine, SchemaLine, TableLine } from './schema-rows-store.ts'
import { tablesOf } from './schema-rows-store.ts'

/** What goes in one statement: far below what a server takes. */
const MOST_CHARACTERS = 500_000
const MOST_ROWS = 500

/** Of these schemas, those that have something in them. */
export async function schemasInUse(
  connection: Connection,
  schemas: readonly string[],
): Promise<readonly string[]> {
  const used: string[] = []
  for (const schema of schemas) {
    if ((await tablesOf(connection, schema)).length > 0) used.push(schema)
  }
  return used
}

/** Makes a schema that no shop opens, until `openSchema`: it may hold half of one. */
export async function makeClosedSchema(connection: Connection, schema: string): Promise<void> {
  await connection.query(
    'create schema if not exists ?? character set utf8mb4 collate utf8mb4_bin',
    [schema],
  )
  await connection.query('use ??', [schema])
  await connection.query(`create table ${RESTORE_UNDER_WAY} (nothing integer)`)
}

export async function openSchema(connection: Connection, schema: string): Promise<void> {
  await connection.query('drop table ??.??', [schema, RESTORE_UNDER_WAY])
}

export async function dropSchema(connection: Connection, schema: string): Promise<void> {
  await connection.query('drop schema if exists ??', [schema])
}

/** Brings back what `writeSchema` has written. */
export async function loadSchema(
  connection: Connection,
  { schema, path }: { readonly schema: string; readonly path: string },
): Promise<void> {
  await connection.query('use ??', [schema])
  // As migrations write: a trigger keeps the mode in which it was made.
  await connection.query(
    `set session foreign_key_checks = 0, sql_mode =
       'STRICT_TRANS_TABLES,ONLY_FULL_GROUP_BY,NO_ENGINE_SUBSTITUTION,PIPES_AS_CONCAT,NO_AUTO_VALUE_ON_ZERO'`,
  )
  let table: TableLine | null = null
  let rows: RowLine[] = []
  let characters = 0

  async function write(): Promise<void> {
    if (table !== null && rows.length > 0) await insert(connection, table, rows)
    rows = []
    characters = 0
  }

  for await (const text of createInterface({ input: createReadStream(path, 'utf8') })) {
    const line = JSON.parse(text) as SchemaLine
    if (isRow(line)) {
      rows.push(line)
      characters += text.length
      if (rows.length >= MOST_ROWS || characters >= MOST_CHARACTERS) await write()
      continue
    }
    await write()
    if ('table' in line) table = line
    await connection.query(line.create)
  }
  await write()
}

/**
 * An event is known for eight days after it was taken, because a log may bring it again for so long.
 * Of a backup that is older, all would be forgotten before the log has brought what was under way.
 */
export async function keepTakenFrom(connection: Connection, schema: string): Promise<void> {
  const [[row]] = await connection.query<RowDataPacket[]>(
    'select cast(unix_timestamp(now(3)) * 1000 as signed) as nowMs',
  )
  await connection.query('update ??.inbox set at_ms = ?', [schema, row?.nowMs])
}

const isRow = (line: SchemaLine): line is RowLine => Array.isArray(line)

async function insert(
  connection: Connection,
  { table, columns, binary }: TableLine,
  rows: readonly RowLine[],
): Promise<void> {
  const isBytes = columns.map(name => binary.includes(name))
  const values = rows.map(row =>
    row.map((value, at) =>
      value !== null && isBytes[at] === true ? Buffer.from(value, 'base64') : value,
    ),
  )
  await connection.query('insert into ?? (??) values ?', [table, columns, values])
}
