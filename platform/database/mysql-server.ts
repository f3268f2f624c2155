import mysql, { type Connection } from 'mysql2/promise'
import { DatabaseUnusable } from './database.ts'

/** Where a service's tables lie. */
export type MysqlServer = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly schema: string
}

const NAME = /^\w{1,64}$/

/** Reads `mysql://user:password@host:port/prefix`: each service has a schema, `<prefix>_<service>`. */
export function serverOf(url: string, service: string): MysqlServer {
  const parsed = URL.parse(url)
  if (parsed === null || parsed.protocol !== 'mysql:' || parsed.hostname === '') {
    throw new DatabaseUnusable(
      'DATABASE_URL is no address of a MySQL server. Give mysql://user:password@host:3306.',
    )
  }
  const prefix = decodeURIComponent(parsed.pathname.slice(1)) || 'firstcome'
  const schema = `${prefix}_${service}`.replaceAll('-', '_')
  if (!NAME.test(schema)) {
    throw new DatabaseUnusable(
      `The path of DATABASE_URL cannot begin the name of a schema (${schema}). Give letters, ` +
        'digits and underscores, such as mysql://user:password@host:3306/firstcome.',
    )
  }
  return {
    host: parsed.hostname.replace(/^\[|\]$/g, ''),
    port: Number(parsed.port || 3306),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    schema,
  }
}

const CONNECT_MS = 5_000

/** A connection without a schema. Throws what is wrong in a sentence. */
export async function connectTo({ host, port, user, password }: MysqlServer): Promise<Connection> {
  const place = `${host}:${port}`
  try {
    return await mysql.createConnection({
      ...{ host, port, user, password, charset: 'utf8mb4_bin', connectTimeout: CONNECT_MS },
    })
  } catch (error) {
    throw new DatabaseUnusable(whyNot(error, place, user), { cause: error })
  }
}

const ACCESS_DENIED = new Set([1045, 1698])
const SERVER_SAYS_NO = new Set([1040, 1129, 1130, 1203])

function whyNot(error: unknown, place: string, user: string): string {
  const { errno = 0, code = '', message } = error as Error & { errno?: number; code?: string }
  if (ACCESS_DENIED.has(errno)) {
    return `The database at ${place} refuses the user "${user}" or its password. Correct DATABASE_URL.`
  }
  if (SERVER_SAYS_NO.has(errno)) return `The database at ${place} takes no connection: ${message}.`
  return (
    `The database at ${place} cannot be reached (${code || message}). Start it, or correct ` +
    'DATABASE_URL.'
  )
}

/**
 * Below these a CHECK is not looked at (MySQL before 8.0.16), no table may be called `member`
 * (8.0.17, 8.0.18), or nothing is known of how it behaves here.
 */
const LEAST = { mysql: [8, 0, 19], mariadb: [10, 6, 0] } as const

/** Throws where the server is older than what Firstcome relies on. */
export async function refuseOldServer(connection: Connection, server: MysqlServer): Promise<void> {
  const [rows] = await connection.query('select version() as version')
  const [{ version } = { version: '' }] = rows as { version: string }[]
  const isMariadb = /mariadb/i.test(version)
  const least = isMariadb ? LEAST.mariadb : LEAST.mysql
  const [, ...parts] = /(\d+)\.(\d+)\.(\d+)/.exec(version) ?? []
  const found = parts.map(Number)
  const at = least.findIndex((number, index) => number !== found[index])
  if (at === -1 || (found[at] ?? 0) > (least[at] ?? 0)) return
  throw new DatabaseUnusable(
    `The database at ${server.host}:${server.port} is ${version}. Firstcome needs MySQL ` +
      `${LEAST.mysql.join('.')} or MariaDB ${LEAST.mariadb.join('.')}, or newer.`,
  )
}
