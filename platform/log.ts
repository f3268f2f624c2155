import { type Logger, pino } from 'pino'

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'child'>

/**
 * JSON lines on standard error: a constant sentence and fields. `error` means that somebody must
 * act. Never a body, a token, an address or a card.
 */
export function openLog(level: string): Log {
  return pino({ level, base: null, messageKey: 'message' }, pino.destination(2))
}

export const silentLog: Log = pino({ level: 'silent' })
