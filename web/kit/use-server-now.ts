import { useEffect, useState } from 'react'
import { serverNowMs } from './server-clock.ts'

/** A timer may fire a little early; the second must have turned when it is shown. */
const AFTER_MS = 2

/**
 * The server's time, new whenever its second turns, and at `alsoAtMs` exactly: an opening is shown
 * at its instant.
 */
export function useServerNow(alsoAtMs?: number): number {
  const [nowMs, setNowMs] = useState(serverNowMs)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    function turn() {
      const now = serverNowMs()
      setNowMs(now)
      const untilSecond = 1_000 - (now % 1_000)
      const untilInstant = alsoAtMs === undefined || alsoAtMs <= now ? untilSecond : alsoAtMs - now
      timer = setTimeout(turn, Math.min(untilSecond, untilInstant) + AFTER_MS)
    }
    turn()
    return () => clearTimeout(timer)
  }, [alsoAtMs])
  return nowMs
}
