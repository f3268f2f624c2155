import { type membersApi, REFRESH_TTL_MS, SESSION_LIFETIME_MS } from '#contracts/members.ts'
import type { Calls } from '#contracts/operation.ts'
import { refuse } from '#contracts/problems.ts'
import { cursorRefused, pageOf, readCursor } from '#platform/database/cursor.ts'
import { uuidv7 } from '#platform/ids.ts'
import { memberOf } from './member-refusals.ts'
import { ACCESS_TTL_MS, type MembersDeps } from './members-deps.ts'
import { hashToken, newToken } from './one-time-secrets.ts'
import { SEND_PENDING_MAIL } from './pending-mail-job.ts'
import { ACCESS_SLACK_MS, sessionAnswer } from './session-answer.ts'
import { tellEnded } from './tell-ended.ts'

type SessionCalls = Pick<
  Calls<typeof membersApi>,
  | 'refreshSession'
  | 'listSessions'
  | 'logOut'
  | 'endSession'
  | 'logOutEverywhere'
  | 'listEndedSessions'
  | 'endSessionsOf'
>

/** How long a refresh token that was just rotated answers once more, if what it brought is unused. */
const REFRESH_GRACE_MS = 10_000

/** Sessions after their opening: one for each device, ended one by one or all at once. */
export function sessionCalls(deps: MembersDeps): SessionCalls {
  const { database, clock, wake, log } = deps

  async function end(memberId: string, sessionId: string): Promise<boolean> {
    const hasEnded = await database.write.endSession({ memberId, sessionId })
    if (hasEnded) await tellEnded(deps, [sessionId])
    return hasEnded
  }

  async function endAll(memberId: string): Promise<void> {
    await tellEnded(deps, await database.write.endSessionsOf({ memberId }))
  }

  return {
    async refreshSession(input, context) {
      const presented = input.refreshToken ?? context.refreshToken
      if (presented === undefined) return refuse('token_missing')
      const refreshToken = newToken()
      const answer = await database.write.refreshSession({
        tokenHash: hashToken(presented),
        nextTokenHash: hashToken(refreshToken),
        refreshTtlMs: REFRESH_TTL_MS,
        lifetimeMs: SESSION_LIFETIME_MS,
        accessTtlMs: ACCESS_TTL_MS + ACCESS_SLACK_MS,
        graceMs: REFRESH_GRACE_MS,
        mailId: uuidv7(clock.nowMs()),
      })
      if (answer.outcome === 'reused') {
        log.warn({ sessionId: answer.sessionId }, 'a refresh token came twice: its session ends')
        await tellEnded(deps, [answer.sessionId])
        wake(SEND_PENDING_MAIL)
      }
      if (answer.outcome !== 'refreshed') return refuse('token_invalid')
      return sessionAnswer(deps, { ...answer, refreshToken })
    },

    async listSessions({ cursor, limit = 20 }, context) {
      const { memberId, sessionId } = memberOf(context)
      const key = readCursor(cursor, isSessionKey)
      if (key === 'malformed') return cursorRefused
      const after = key?.sessionId ?? null
      const found = await database.read.listSessions({ memberId, after, limit: limit + 1 })
      const page = pageOf(found, limit, last => ({ sessionId: last.sessionId }))
      const items = page.rows.map(row => ({ ...row, current: row.sessionId === sessionId }))
      return { items, nextCursor: page.nextCursor }
    },

    async logOut(_input, context) {
      const { memberId, sessionId } = memberOf(context)
      await end(memberId, sessionId)
      return null
    },

    async endSession({ sessionId }, context) {
      const hasEnded = await end(memberOf(context).memberId, sessionId)
      return hasEnded ? null : refuse('not_found')
    },

    async logOutEverywhere(_input, context) {
      await endAll(memberOf(context).memberId)
      return null
    },

    async endSessionsOf({ memberId }) {
      const member = await database.read.readMember({ memberId })
      if (member === null) return refuse('not_found')
      await endAll(memberId)
      return null
    },

    async listEndedSessions() {
      return { sessionIds: await database.read.listEndedSessions(null) }
    },
  }
}

function isSessionKey(key: unknown): key is { readonly sessionId: string } {
  return typeof (key as { readonly sessionId?: unknown }).sessionId === 'string'
}
