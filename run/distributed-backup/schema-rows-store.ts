import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Connection as CoreConnection } from 'mysql2'
import type { Connection, RowDataPacket } from 'mysql2/promise'

/**
 * A schema as lines of JSON: a table, then its rows, then the next one; at last its triggers. Bytes are
 * base64; all else is what the server calls it.
 */
export type SchemaLine = TableLine | RowLine | TriggerLine
export type TableLine = {
  readonly table: string
  readonly create: string
  readonly columns: readonly string[]
  /** Of these columns the values are bytes. */
  readonly binary: readonly string[]
}
export type RowLine = readonly (string | null)[]
type TriggerLine = { readonly trigger: string; readonly create: string }

const BINARY = new Set(['binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob'])

/** Writes what this connection sees of a schema into a file. Tells how many tables are done. */
export async function writeSchema(
  connection: Connection,
  { schema, path }: { readonly schema: string; readonly path: string },
  tell: (tables: number) => void,
): Promise<void> {
  const file = createWriteStream(path, { mode: 0o600, flush: true })
  await pipeline(linesOf(connection, schema, tell), file)
}

/** The tables that a schema has, by their names. */
export async function tablesOf(connection: Connection, schema: string): Promise<readonly string[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `select table_name as name from information_schema.tables
     where table_schema = ? and table_type = 'BASE TABLE' order by table_name`,
    [schema],
  )
  return rows.map(({ name }) => String(name))
}

async function* linesOf(
  connection: Connection,
  schema: string,
  tell: (tables: number) => void,
): AsyncGenerator<string> {
  for (const [at, table] of (await tablesOf(connection, schema)).entries()) {
    const head = await headOf(connection, schema, table)
    yield lineOf(head)
    yield* rowsOf(connection, schema, head)
    tell(at + 1)
  }
  const [triggers] = await connection.query<RowDataPacket[]>(
    `select trigger_name as name from information_schema.triggers
     where trigger_schema = ? order by trigger_name`,
    [schema],
  )
  for (const { name } of triggers) {
    const [[row]] = await connection.query<RowDataPacket[]>('show create trigger ??.??', [
      schema,
      name,
    ])
    yield lineOf({
      trigger: String(name),
      create: ofNobody(String(row?.['SQL Original Statement'])),
    })
  }
}

/** Whoever restores it owns it. */
const ofNobody = (trigger: string): string => trigger.replace(/\bdefiner\s*=\s*\S+\s+/i, '')

async function headOf(connection: Connection, schema: string, table: string): Promise<TableLine> {
  const [[made]] = await connection.query<RowDataPacket[]>('show create table ??.??', [
    schema,
    table,
  ])
  const [columns] = await connection.query<RowDataPacket[]>(
    `select column_name as name, data_type as type from information_schema.columns
     where table_schema = ? and table_name = ? order by ordinal_position`,
    [schema, table],
  )
  const names = (rows: readonly RowDataPacket[]) => rows.map(({ name }) => String(name))
  return {
    table,
    create: String(made?.['Create Table']),
    columns: names(columns),
    binary: names(columns.filter(({ type }) => BINARY.has(String(type).toLowerCase()))),
  }
}

/** Row after row as they come: a table may be larger than the memory. */
async function* rowsOf(
  connection: Connection,
  schema: string,
  { table, columns, binary }: TableLine,
): AsyncGenerator<string> {
  const sql = connection.format('select ?? from ??.??', [columns, schema, table])
  const asBytes = columns.map(name => binary.includes(name))
  // Streams are the driver's own, under the promises.
  const { connection: core } = connection as unknown as { connection: CoreConnection }
  const rows = core.query({ sql, rowsAsArray: true, typeCast: false }).stream()
  for await (const row of rows as AsyncIterable<readonly (Buffer | null)[]>) {
    const line: RowLine = row.map(
      (value, at) => value?.toString(asBytes[at] === true ? 'base64' : 'utf8') ?? null,
    )
    yield lineOf(line)
  }
}

const lineOf = (line: SchemaLine): string => `${JSON.stringify(line)}\n`
