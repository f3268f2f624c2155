import type { membersApi } from '#contracts/members.ts'
import type { Calls } from '#contracts/operation.ts'
import { isRefusal } from '#contracts/problems.ts'
import type { Clock } from '#platform/clock.ts'
import type { Live } from '#platform/live.ts'
import { fromService } from '#platform/rpc.ts'
import { messageField } from './message-field.ts'

/** Sessions that ended while an access token of theirs may still be good. */
export type EndedSessions = Disposable & {
  has(sessionId: string): boolean
}

/** No access token lives longer: fifteen minutes for members, an hour for a crowd of load tests. */
const LONGEST_TOKEN_MS = 3_600_000

/**
 * Listens for sessions that end, and asks which did already.
 */
export async function endedSessions({
  members,
  live,
  clock,
}: {
  readonly members: Pick<Calls<typeof membersApi>, 'listEndedSessions'>
  readonly live: Pick<Live, 'subscribe'>
  readonly clock: Pick<Clock, 'nowMs'>
}): Promise<EndedSessions> {
  // Two generations: when the younger is as old as the longest token, the older is forgotten.
  let young = new Set<string>()
  let old = new Set<string>()
  let turnedAtMs = clock.nowMs()

  function add(sessionId: string): void {
    const nowMs = clock.nowMs()
    if (nowMs - turnedAtMs >= LONGEST_TOKEN_MS) {
      old = young
      young = new Set()
      turnedAtMs = nowMs
    }
    young.add(sessionId)
  }

  const stopListening = live.subscribe('session-ended', message => {
    const sessionId = messageField(message, 'sessionId')
    if (sessionId !== null) add(sessionId)
  })
  try {
    const listed = await members.listEndedSessions({}, fromService)
    if (!isRefusal(listed)) for (const sessionId of listed.sessionIds) add(sessionId)
  } catch (error) {
    stopListening()
    throw error
  }

  return {
    has: sessionId => young.has(sessionId) || old.has(sessionId),
    [Symbol.dispose]: stopListening,
  }
}
