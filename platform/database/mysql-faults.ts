import { ConstraintViolated, DatabaseUnavailable } from './database.ts'

/**
 * The transaction was rolled back by the server, or its connection is gone before its commit was
 * asked for: nothing was written, and the same may be run again at once.
 */
export class TransactionLost extends DatabaseUnavailable {
  override readonly name = 'DatabaseUnavailable'
}

/**
 * The server takes no writes: after a failover the primary is elsewhere. What was sent was refused
 * and rolled back, its commit too.
 */
export class ServerReadOnly extends DatabaseUnavailable {
  override readonly name = 'DatabaseUnavailable'
}

/** What the server and mysql2 say of an error. */
type MysqlError = Error & {
  readonly errno?: number
  readonly code?: string
  readonly fatal?: boolean
}

// Numbers of MySQL's and MariaDB's error reference.
const CONSTRAINT = new Set([
  ...[1048 /* not null */, 1062 /* unique */, 1264 /* out of range */, 1364 /* no default */],
  ...[1216, 1217, 1451, 1452 /* foreign keys */, 1406 /* too long */, 1690 /* out of range */],
  ...[3819 /* CHECK of MySQL */, 4025 /* CHECK of MariaDB */],
])
const LOST = new Set([
  ...[1205 /* lock wait */, 1213 /* deadlock */, 1020 /* changed since read */],
  ...[1053 /* shutdown */, 1317 /* interrupted */, 1927, 4031 /* killed, idle for too long */],
])
const UNAVAILABLE = new Set([
  ...[1021, 1041, 1114 /* full */, 1028, 1030 /* of the file system */],
  ...[1040, 1203, 1226 /* too many connections */, 1129 /* host blocked */],
  ...[1969, 3024 /* statement too slow */],
])
const READ_ONLY = new Set([1290 /* by an option */, 1792 /* transactions */, 1836 /* all of it */])
/** The server takes no more connections, of all or of this user. */
const TOO_MANY = new Set([1040, 1203, 1226])
const WIRE = /^(E[A-Z]+|PROTOCOL_\w+|HANDSHAKE_\w+)$/

/** Says an error of mysql2 in the words of `Database`. */
export function translatedFault(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  if (error instanceof DatabaseUnavailable) return error
  const { errno = 0, code = '', message } = error as MysqlError
  if (CONSTRAINT.has(errno)) return new ConstraintViolated(message, { cause: error })
  if (LOST.has(errno) || isConnectionLost(error)) {
    return new TransactionLost(message, { cause: error })
  }
  if (READ_ONLY.has(errno)) return new ServerReadOnly(message, { cause: error })
  const isUnavailable = UNAVAILABLE.has(errno) || WIRE.test(code) || message === 'Pool is closed.'
  return isUnavailable ? new DatabaseUnavailable(message, { cause: error }) : error
}

export const isTooMany = (error: unknown): boolean =>
  TOO_MANY.has((error as MysqlError | undefined)?.errno ?? 0)

/** The connection broke after it was made; what was in flight on it has no answer. */
function isConnectionLost(error: unknown): boolean {
  const { code = '', fatal = false, errno = 0 } = (error ?? {}) as Partial<MysqlError>
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') return false
  return errno <= 0 && (fatal || WIRE.test(code))
}
