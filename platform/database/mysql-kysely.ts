import {
  type CompiledQuery,
  type DatabaseConnection,
  Kysely,
  MysqlAdapter,
  MysqlIntrospector,
  MysqlQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { ResultSetHeader } from 'mysql2'
import type { SqlValue } from './database.ts'
import type { Result } from './mysql-journeys.ts'
import { driverOver, refuseStreaming } from './store-driver.ts'

type Execute = (text: string, values: readonly SqlValue[]) => Promise<Result>

/** Kysely in MySQL's dialect over a connection in which a store's transaction runs. */
export function mysqlKysely(execute: Execute): Kysely<unknown> {
  const connection: DatabaseConnection = {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      const result = await execute(sql, parameters as readonly SqlValue[])
      if (Array.isArray(result)) return { rows: result as Row[] }
      const { affectedRows, insertId } = result as ResultSetHeader
      return { rows: [], numAffectedRows: BigInt(affectedRows), insertId: BigInt(insertId) }
    },
    streamQuery: refuseStreaming,
  }
  return new Kysely({
    dialect: {
      createAdapter: () => new MysqlAdapter(),
      createDriver: () => driverOver(connection),
      createIntrospector: db => new MysqlIntrospector(db),
      createQueryCompiler: () => new MysqlQueryCompiler(),
    },
  })
}
