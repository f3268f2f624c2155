import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { connectTo, serverOf } from '#platform/database/mysql-server.ts'

/** Runs a statement in a service's database, as somebody does who has got at it. */
export async function changeRows(
  { DATABASE_URL: url = '' }: Readonly<Record<string, string | undefined>>,
  service: string,
  statement: string,
): Promise<void> {
  if (url.startsWith('sqlite:')) {
    const file = new DatabaseSync(join(url.replace(/^sqlite:/, ''), `${service}.sqlite`))
    try {
      file.exec(statement)
    } finally {
      file.close()
    }
    return
  }
  const server = serverOf(url, service)
  const connection = await connectTo(server)
  try {
    await connection.query(`use ${server.schema}`)
    await connection.query(statement)
  } finally {
    connection.destroy()
  }
}
