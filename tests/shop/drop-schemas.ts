import type { RowDataPacket } from 'mysql2/promise'
import { connectTo, serverOf } from '#platform/database/mysql-server.ts'

/** Takes away every schema of a shop's prefix. */
export async function dropSchemas(mysqlUrl: string): Promise<void> {
  const server = serverOf(mysqlUrl, 'x')
  const prefix = server.schema.slice(0, -1)
  const connection = await connectTo(server)
  const [rows] = await connection.query<RowDataPacket[]>(
    'select schema_name as name from information_schema.schemata where left(schema_name, ?) = ?',
    [prefix.length, prefix],
  )
  for (const { name } of rows) await connection.query('drop schema if exists ??', [name])
  await connection.end()
}
