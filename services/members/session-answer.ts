import type { Session } from '#contracts/members.ts'
import { ACCESS_TTL_MS, type MembersDeps } from './members-deps.ts'
import type { SessionHolder } from './refresh-store.ts'
import { rolesOf } from './role-words.ts'
import { openName } from './sealed-member.ts'

/** An access token is issued a moment after its session's commit, and ends on a whole second. */
export const ACCESS_SLACK_MS = 60_000

/** A session as its member gets it, with a new access token. */
export function sessionAnswer(
  { accessTokens, personalData }: Pick<MembersDeps, 'accessTokens' | 'personalData'>,
  {
    sessionId,
    holder,
    refreshToken,
  }: {
    readonly sessionId: string
    readonly holder: SessionHolder
    readonly refreshToken: string
  },
): Session {
  const { memberId, verifiedAtMs } = holder
  const roles = rolesOf(holder.roles)
  const emailVerified = verifiedAtMs !== null
  const caller = { memberId, roles, emailVerified, sessionId }
  const member = { memberId, name: openName(personalData, holder), roles, emailVerified }
  return { ...accessTokens.issue(caller, ACCESS_TTL_MS), member, refreshToken }
}
