import { CannotGoOn, exitCodes } from '#run/cannot-go-on.ts'

const DENIED = new Set([1044, 1142, 1227])
const TOO_LONG = new Set([1205])
const CHANGED_MEANWHILE = new Set([1412, 1146])

type MysqlError = Error & { readonly errno?: number; readonly sqlState?: string }

/**
 * What MySQL said in the middle of a backup or a restore, as a sentence that says what to do; any other
 * error as it is.
 */
export function brokeOff(error: unknown, what: 'backup' | 'restore'): unknown {
  const { errno, sqlState, message } = (error ?? {}) as MysqlError
  if (error instanceof CannotGoOn || errno === undefined) return error
  const told = (sentence: string, code: 69 | 75) => new CannotGoOn(code, sentence, { cause: error })
  if (DENIED.has(errno)) {
    return told(
      `The user of DATABASE_URL may not do what a ${what} needs (${message}). Grant it all rights on the ` +
        'schemas of the shop, LOCK TABLES among them.',
      exitCodes.unavailable,
    )
  }
  if (TOO_LONG.has(errno)) {
    return told(
      'Somebody has not ended a transaction for seconds, so that the shop never stood still. Try again.',
      exitCodes.tryLater,
    )
  }
  if (CHANGED_MEANWHILE.has(errno) && what === 'backup') {
    return told(
      `A schema was changed meanwhile, as by a new version (${message}). Try again.`,
      exitCodes.tryLater,
    )
  }
  if (sqlState === undefined || sqlState.startsWith('08')) {
    return told(`MySQL broke off (${message}). Look at it, and try again.`, exitCodes.tryLater)
  }
  return error
}
