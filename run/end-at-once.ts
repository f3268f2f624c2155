import type { Log } from '#platform/measures/log.ts'
import type { CannotGoOn } from './cannot-go-on.ts'

/** Ends this process as if it was killed: what it would still answer could be false. */
export function endAtOnce(log: Log): (refusal: CannotGoOn) => void {
  return ({ message, exitCode }) => {
    log.error({ reason: message }, 'this process may not go on, and ends')
    process.exit(exitCode)
  }
}
