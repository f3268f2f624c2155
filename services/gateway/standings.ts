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
type Known = { readonly standing: Promise<Standing>; readonly askedAtMs: number }

/**
 * Members tells of every change, and the change is asked for at once. This is only for when that
 * word is lost, and for how often a member who is refused may have us ask.
 */
const BELIEVED_MS = 10_000

const MAX_KNOWN = 20_000

export function standings({
  members,
  live,
  clock,
}: {
  readonly members: Pick<Calls<typeof membersApi>, 'readStanding'>
  readonly live: Pick<Live, 'subscribe'>
  readonly clock: Pick<Clock, 'nowMs'>
}): Standings {
  const known = new Map<string, Known>()
  const stopListening = live.subscribe('member-changed', message => {
    const memberId = messageField(message, 'memberId')
    if (memberId !== null) known.delete(memberId)
  })

  async function ask(memberId: string): Promise<Standing> {
    const answer = await members.readStanding({ memberId }, fromService)
    return isRefusal(answer) ? null : { roles: answer.roles, emailVerified: answer.emailVerified }
  }

  function standingOf(memberId: string): Promise<Standing> {
    const askedAtMs = clock.nowMs()
    const recent = known.get(memberId)
    if (recent !== undefined && askedAtMs - recent.askedAtMs < BELIEVED_MS) return recent.standing
    const standing = ask(memberId)
    // Kept before it is known: a change that comes meanwhile takes it away again.
    if (known.size >= MAX_KNOWN) known.clear()
    known.set(memberId, { standing, askedAtMs })
    standing.catch(() => known.delete(memberId))
    return standing
  }

  return {
    async asOfNow(caller) {
      const standing = await standingOf(caller.memberId)
      return standing === null ? null : { ...caller, ...standing }
    },
    [Symbol.dispose]: stopListening,
  }
}
