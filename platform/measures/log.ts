import { type Logger, pino } from 'pino'
import { currentTraceId } from './trace.ts'

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'child'>

/**
 * JSON lines on standard error: a constant sentence and fields. `error` means that somebody must
 * act. Never a body, a token, an address or a card. What is traced says in which trace it was said.
 */
export function openLog(level: string): Log {
  const mixin = () => {
    const traceId = currentTraceId()
    return traceId === null ? {} : { traceId }
  }
  return pino({ level, base: null, messageKey: 'message', mixin }, pino.destination(2))
}

export const silentLog: Log = pino({ level: 'silent' })
