import assert from 'node:assert/strict'
import { LONGEST_TOKEN_MS, type membersApi } from '#contracts/members.ts'
import type { Calls } from '#contracts/operation.ts'
import { isRefusal } from '#contracts/problems.ts'
import type { Live } from '#platform/live/live.ts'
import type { Log } from '#platform/measures/log.ts'
import type { DenyList } from '#platform/redis/deny-list.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { Clock } from '#platform/time/clock.ts'
import { messageField } from './message-field.ts'

/** Sessions that ended while an access token of theirs may still be good. */
export type EndedSessions = Disposable & {
  has(sessionId: string): boolean
}

type Deps = {
  readonly members: Pick<Calls<typeof membersApi>, 'listEndedSessions'>
  readonly live: Pick<Live, 'subscribe' | 'onMissed'>
  readonly denyList: Pick<DenyList, 'read'> | null
  readonly clock: Pick<Clock, 'nowMs' | 'wait'>
  readonly log: Log
}

const ASK_AGAIN_MS = 1_000

/**
 * So long the door stays shut for members' answer. Without it the shop opens by what they wrote on
 * the deny list, and without that by nothing: sales go on.
 */
const PATIENCE_MS = 2_000

/** Longer than a shop takes to start: that members come later than the gateway is nothing to tell. */
const TOLD_AFTER_MS = 20_000

/**
 * Listens for sessions that end, and asks which did already, again and again until members answer;
 * and anew whenever an end may not have been heard of, because the database has the truth; the
 * deny list is for when nobody can ask it. Resolves when they did, or are not to be waited for any
 * longer.
 */
export async function endedSessions({
  members,
  live,
  denyList,
  clock,
  log,
}: Deps): Promise<EndedSessions> {
  const ended = youngSet(clock)
  const stopListening = live.subscribe('session-ended', message => {
    const sessionId = messageField(message, 'sessionId')
    if (sessionId !== null) ended.add(sessionId)
  })
  const stop = new AbortController()

  async function ask(): Promise<void> {
    const listed = await members.listEndedSessions({}, fromService)
    assert(!isRefusal(listed), 'members refuses no question of a service')
    for (const sessionId of listed.sessionIds) ended.add(sessionId)
  }

  async function recall(): Promise<void> {
    for (const sessionId of (await denyList?.read()) ?? []) ended.add(sessionId)
  }

  async function askUntilTold(): Promise<void> {
    const sinceMs = clock.nowMs()
    let isLogged = false
    while (!stop.signal.aborted) {
      try {
        return await ask()
      } catch (error) {
        if (!isLogged && clock.nowMs() - sinceMs >= TOLD_AFTER_MS) {
          isLogged = true
          log.warn({ err: error }, 'members do not tell which sessions have ended; asking again')
        }
      }
      await clock.wait(ASK_AGAIN_MS, stop.signal)
    }
  }

  let asking: Promise<void> | null = null
  let mustAskAgain = false
  function askAnew(): Promise<void> {
    // What was missed after the answer was made is in the next one only.
    mustAskAgain = asking !== null
    asking ??= askUntilTold().finally(() => {
      asking = null
      if (mustAskAgain && !stop.signal.aborted) void askAnew()
    })
    return asking
  }

  const stopWatching = live.onMissed(() => void Promise.all([recall(), askAnew()]))
  const patience = new AbortController()
  const told = Promise.race([askAnew(), clock.wait(PATIENCE_MS, patience.signal)])
  await Promise.all([recall(), told])
  patience.abort()

  return {
    has: ended.has,
    [Symbol.dispose]() {
      stop.abort()
      stopWatching()
      stopListening()
    },
  }
}

/** Two generations: when the younger is as old as the longest token, the older is forgotten. */
function youngSet(clock: Pick<Clock, 'nowMs'>) {
  let young = new Set<string>()
  let old = new Set<string>()
  let turnedAtMs = clock.nowMs()
  return {
    has: (sessionId: string) => young.has(sessionId) || old.has(sessionId),
    add(sessionId: string): void {
      const nowMs = clock.nowMs()
      if (nowMs - turnedAtMs >= LONGEST_TOKEN_MS) {
        old = young
        young = new Set()
        turnedAtMs = nowMs
      }
      young.add(sessionId)
    },
  }
}
