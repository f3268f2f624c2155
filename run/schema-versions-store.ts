import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { namingItsFile } from './damaged-file.ts'

const NEWEST = 'select max(version) as version from'

/** The version of the schema of a database in a data folder; 0 before its first. */
export function versionInFolder(folder: string, name: string): number {
  const path = join(folder, `${name}.sqlite`)
  try {
    return versionIn(path)
  } catch (error) {
    throw namingItsFile(path, error)
  }
}

function versionIn(path: string): number {
  const database = new DatabaseSync(path)
  try {
    const [table] = database
      .prepare("select name from sqlite_schema where name = 'schema_version'")
      .all()
    if (table === undefined) return 0
    return Number(database.prepare(`${NEWEST} schema_version`).get()?.version ?? 0)
  } finally {
    database.close()
  }
}

/** The version of a schema of the server; 0 before its first. */
export async function versionInMysql(connection: Connection, schema: string): Promise<number> {
  const [[table]] = await connection.query<RowDataPacket[]>(
    `select table_name from information_schema.tables
     where table_schema = ? and table_name = 'schema_version'`,
    [schema],
  )
  if (table === undefined) return 0
  const sql = connection.format(`${NEWEST} ??.schema_version`, [schema])
  const [[row]] = await connection.query<RowDataPacket[]>(sql)
  return Number(row?.version ?? 0)
}
