import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { connectTo, serverOf } from '#platform/database/mysql-server.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Whatever somebody finds who looks into the databases of a shop, without its keys. */
export async function storedBytes(environment: Environment): Promise<Buffer> {
  const url = environment.DATABASE_URL ?? ''
  if (!url.startsWith('sqlite:')) {
    const rows = Buffer.from((await storedRows(environment)).join('\n'))
    return Buffer.concat([rows, ...(await mysqlFiles(url))])
  }
  const folder = url.replace(/^sqlite:/, '')
  // The lock is the shop's own, and the keys are not what is looked for.
  const names = (await readdir(folder)).filter(name => name.includes('sqlite'))
  return Buffer.concat(await Promise.all(names.map(name => readFile(join(folder, name)))))
}

/** Every row of every table of a shop, as JSON: what is there now, without what was deleted. */
export function storedRows({ DATABASE_URL: url = '' }: Environment): Promise<string[]> {
  return url.startsWith('sqlite:') ? sqliteRows(url.replace(/^sqlite:/, '')) : mysqlRows(url)
}

async function sqliteRows(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter(name => /^(?!lock).*\.sqlite$/.test(name))
  return names.flatMap(name => {
    const file = new DatabaseSync(join(folder, name), { readOnly: true })
    const tables = file.prepare("select name from sqlite_schema where type = 'table'").all()
    const rows = tables.flatMap(table =>
      file
        .prepare(`select * from ${table.name}`)
        .all()
        .map(row => `${name} ${table.name} ${textOf(row)}`),
    )
    file.close()
    return rows
  })
}

async function mysqlRows(url: string): Promise<string[]> {
  const server = serverOf(url, 'x')
  const prefix = server.schema.slice(0, -1)
  const connection = await connectTo(server)
  const tables = await select(
    connection,
    `select concat(table_schema, '.', table_name) as name from information_schema.tables
     where left(table_schema, ?) = ?`,
    [prefix.length, prefix],
  )
  const rows: string[] = []
  for (const { name } of tables) {
    const found = await select(connection, `select * from ${name}`)
    rows.push(...found.map(row => `${name} ${textOf(row)}`))
  }
  await connection.end()
  return rows
}

/**
 * The files of a server on this machine: the tables of this shop, and the log of all that was
 * written lately, in which deleted rows still stand.
 */
async function mysqlFiles(url: string): Promise<Buffer[]> {
  const server = serverOf(url, 'x')
  const prefix = server.schema.slice(0, -1)
  const connection = await connectTo(server)
  const [{ folder } = { folder: '' }] = await select(connection, 'select @@datadir as folder')
  await connection.end()
  if (!existsSync(folder)) return []
  const names = (await readdir(folder, { recursive: true })).filter(
    name => name.startsWith('ib_logfile') || (name.startsWith(prefix) && name.endsWith('.ibd')),
  )
  return Promise.all(names.map(name => readFile(join(folder, name))))
}

async function select(connection: Connection, text: string, values: unknown[] = []) {
  const [rows] = await connection.query<RowDataPacket[]>(text, values)
  return rows
}

const textOf = (row: object): string =>
  JSON.stringify(row, (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  )
