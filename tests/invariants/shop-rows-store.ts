import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { TypeCast } from 'mysql2'
import { connectTo, serverOf } from '#platform/database/mysql-server.ts'

export type Service =
  | 'stock'
  | 'orders'
  | 'payments'
  | 'simulator'
  | 'notifications'
  | 'catalog'
  | 'members'

/** Those whose events others hear, and those who hear. */
export const announcing = ['stock', 'orders', 'payments', 'notifications'] as const

/** What stands on disk, past every cache and every counter that a service keeps. */
export type Rows = AsyncDisposable & {
  readonly kind: 'sqlite' | 'mysql'
  readonly all: <Row>(service: Service, sql: string) => Promise<Row[]>
}

/** Reads the databases of a shop by their `DATABASE_URL`, beside whoever has them open. */
export function openRows(databaseUrl: string): Promise<Rows> {
  const [, folder] = /^sqlite:(.+)$/.exec(databaseUrl) ?? []
  return folder === undefined ? openMysqlRows(databaseUrl) : openSqliteRows(folder)
}

async function openSqliteRows(folder: string): Promise<Rows> {
  const files = new Map<Service, DatabaseSync>()
  return {
    kind: 'sqlite',
    async all<Row>(service: Service, sql: string) {
      let file = files.get(service)
      if (file === undefined) {
        file = new DatabaseSync(join(folder, `${service}.sqlite`), { readOnly: true })
        files.set(service, file)
      }
      return plain<Row>(file.prepare(sql).all())
    },
    async [Symbol.asyncDispose]() {
      for (const file of files.values()) file.close()
    },
  }
}

async function openMysqlRows(url: string): Promise<Rows> {
  const connection = await connectTo(serverOf(url, 'stock'))
  return {
    kind: 'mysql',
    async all<Row>(service: Service, sql: string) {
      // Queued by the driver one after the other, so that two who ask at once do not mix.
      const [, [rows]] = await Promise.all([
        connection.query('use ??', [serverOf(url, service).schema]),
        // A sum is a number here too, and no text.
        connection.query({ sql, typeCast: asNumbers }),
      ])
      return plain<Row>(rows as object[])
    },
    [Symbol.asyncDispose]: () => connection.end(),
  }
}

const asNumbers: TypeCast = (field, next) => {
  if (field.type !== 'NEWDECIMAL') return next()
  const text = field.string()
  // A sum of nothing is none, and not 0.
  return text === null ? null : Number(text)
}

/** Rows have no prototype, or one of the driver's, which `deepEqual` would mind. */
const plain = <Row>(rows: readonly object[]): Row[] => rows.map(row => ({ ...row })) as Row[]
