import type { membersApi } from '#contracts/members.ts'
import type { Caller, Calls } from '#contracts/operation.ts'
import { isRefusal } from '#contracts/problems.ts'
import type { Live } from '#platform/live/live.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { Clock } from '#platform/time/clock.ts'
import { messageField } from './message-field.ts'

/** Members as they are now, where a token may be older than what it says. */
export type Standings = Disposable & {
  /** The caller with today's roles and verification; null when there is no such member any more. */
  asOfNow(caller: Caller): Promise<Caller | null>
}

type Standing = Pick<Caller, 'roles' | 'emailVerified'> | null
type Known = { standing: Promise<Standing>; readonly askedAtMs: number; heardAtMs: number }

/**
 * Members tells of every change, and the change is asked for at once. This is only for when that
 * word is lost, and for how often a member who is refused may have us ask.
 */
const BELIEVED_MS = 10_000

/**
 * So long what was heard last will do while members cannot be asked, if no word of theirs can have
 * been missed since: they change nothing then, and an operator who looks on must not lose sight of
 * the shop. No token of a member's lives longer.
 */
const RECALLED_MS = 900_000

const MAX_KNOWN = 20_000

export function standings({
  members,
  live,
  clock,
}: {
  readonly members: Pick<Calls<typeof membersApi>, 'readStanding'>
  readonly live: Pick<Live, 'subscribe' | 'onMissed'>
  readonly clock: Pick<Clock, 'nowMs'>
}): Standings {
  const known = new Map<string, Known>()
  const stopListening = live.subscribe('member-changed', message => {
    const memberId = messageField(message, 'memberId')
    if (memberId !== null) known.delete(memberId)
  })
  // Whose change was missed nobody knows, so that from now on each is asked for.
  const stopWatching = live.onMissed(() => known.clear())

  async function ask(memberId: string): Promise<Standing> {
    const answer = await members.readStanding({ memberId }, fromService)
    return isRefusal(answer) ? null : { roles: answer.roles, emailVerified: answer.emailVerified }
  }

  function standingOf(memberId: string): Promise<Standing> {
    const nowMs = clock.nowMs()
    const before = known.get(memberId)
    if (before !== undefined && nowMs - before.askedAtMs < BELIEVED_MS) return before.standing
    const asked: Known = { standing: ask(memberId), askedAtMs: nowMs, heardAtMs: nowMs }
    // Kept before it is known: a change that comes meanwhile takes it away again.
    if (known.size >= MAX_KNOWN) known.clear()
    known.set(memberId, asked)
    asked.standing = asked.standing.catch(error => {
      const isUnchanged = known.get(memberId) === asked
      if (isUnchanged && before !== undefined && nowMs - before.heardAtMs < RECALLED_MS) {
        asked.heardAtMs = before.heardAtMs
        return before.standing
      }
      if (isUnchanged) known.delete(memberId)
      throw error
    })
    return asked.standing
  }

  return {
    async asOfNow(caller) {
      const standing = await standingOf(caller.memberId)
      return standing === null ? null : { ...caller, ...standing }
    },
    [Symbol.dispose]() {
      stopWatching()
      stopListening()
    },
  }
}
