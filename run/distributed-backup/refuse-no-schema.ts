import { connectTo, serverOf } from '#platform/database/mysql-server.ts'
import { CannotGoOn, exitCodes } from '#run/cannot-go-on.ts'
import { schemasInUse } from './load-schema-store.ts'

/** Throws `CannotGoOn` where the MySQL of this address has none of these databases. Makes nothing. */
export async function refuseNoSchema(
  mysqlUrl: string,
  databases: readonly string[],
): Promise<void> {
  if (await haveTables(mysqlUrl, databases)) return
  const schemas = databases.map(name => serverOf(mysqlUrl, name).schema)
  throw new CannotGoOn(
    exitCodes.unreadable,
    `There is no shop in MySQL: ${schemas.join(', ')} are not there. DATABASE_URL names where it is.`,
  )
}

/** Whether there is something in one of these databases. Makes nothing. */
export async function haveTables(mysqlUrl: string, databases: readonly string[]): Promise<boolean> {
  const schemas = databases.map(name => serverOf(mysqlUrl, name).schema)
  await using opened = new AsyncDisposableStack()
  const connection = opened.adopt(await connectTo(serverOf(mysqlUrl, 'any')), each => each.end())
  return (await schemasInUse(connection, schemas)).length > 0
}
