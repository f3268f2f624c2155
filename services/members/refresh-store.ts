import type { Updateable } from 'kysely'
import type { MembersTransaction, SessionTable } from './members-tables.ts'
import { promiseMail } from './promise-mail-store.ts'
import { decideRefresh } from './refresh-decision.ts'
import { insertToken } from './session-store.ts'

export type SessionHolder = {
  readonly memberId: string
  readonly nameSealed: string
  readonly roles: string
  readonly verifiedAtMs: number | null
}

type Refresh = {
  readonly tokenHash: string
  readonly nextTokenHash: string
  readonly refreshTtlMs: number
  /** From the login on: then a session ends, however often it was refreshed. */
  readonly lifetimeMs: number
  readonly accessTtlMs: number
  readonly graceMs: number
  /** Of the mail to the member, where the token was used before. */
  readonly mailId: string
}

type Refreshed =
  | {
      readonly outcome: 'refreshed'
      readonly sessionId: string
      readonly holder: SessionHolder
    }
  | { readonly outcome: 'reused'; readonly sessionId: string }
  | { readonly outcome: 'invalid' }

/** Answers a refresh token that was presented. Of two at once the second sees what the first did. */
export async function refreshSession(
  trx: MembersTransaction,
  refresh: Refresh,
): Promise<Refreshed> {
  const token = await trx.query
    .selectFrom('refresh_token')
    .select([
      'token_hash as tokenHash',
      'session_id as sessionId',
      'generation',
      'expires_at_ms as expiresAtMs',
    ])
    .where('token_hash', '=', refresh.tokenHash)
    .executeTakeFirst()
  if (token === undefined) return { outcome: 'invalid' }
  const { sessionId } = token
  const nowMs = await trx.nowMs()
  if (!(await lockLiveSession(trx, sessionId, nowMs))) return { outcome: 'invalid' }
  const session = await trx.query
    .selectFrom('session')
    .select([
      'generation',
      'grace_used',
      'rotated_at_ms as rotatedAtMs',
      'spent_token_hash as spentTokenHash',
      'member_id as memberId',
      'created_at_ms as createdAtMs',
    ])
    .where('session_id', '=', sessionId)
    .executeTakeFirstOrThrow()
  const decision = decideRefresh(
    token,
    { ...session, graceUsed: session.grace_used === 1 },
    { nowMs, graceMs: refresh.graceMs },
  )
  if (decision === 'expired') return { outcome: 'invalid' }
  const isReused = decision === 'reused'
  const holder = await findHolder(trx, session.memberId)
  if (isReused || holder === undefined) {
    await setSession(trx, sessionId, { ended_at_ms: nowMs })
    if (isReused && holder !== undefined) {
      const { memberId } = holder
      const { mailId } = refresh
      await promiseMail(trx, { mailId, memberId, kind: 'session_reused', secretSealed: null })
    }
    return isReused ? { outcome: 'reused', sessionId } : { outcome: 'invalid' }
  }
  const refreshableUntilMs = Math.min(
    nowMs + refresh.refreshTtlMs,
    session.createdAtMs + refresh.lifetimeMs,
  )
  const generation = session.generation + (decision === 'rotate' ? 1 : 0)
  await setSession(trx, sessionId, {
    generation,
    grace_used: decision === 'repeat' ? 1 : 0,
    ...(decision === 'rotate' ? { rotated_at_ms: nowMs, spent_token_hash: token.tokenHash } : {}),
    expires_at_ms: refreshableUntilMs,
    access_until_ms: nowMs + refresh.accessTtlMs,
  })
  await insertToken(trx, {
    token_hash: refresh.nextTokenHash,
    session_id: sessionId,
    generation,
    expires_at_ms: refreshableUntilMs,
  })
  return { outcome: 'refreshed', sessionId, holder }
}

async function lockLiveSession(
  trx: MembersTransaction,
  sessionId: string,
  nowMs: number,
): Promise<boolean> {
  const locked = await trx.sql.run(
    `update session set last_used_at_ms = ?
     where session_id = ? and ended_at_ms is null and expires_at_ms > ?`,
    nowMs,
    sessionId,
    nowMs,
  )
  return locked === 1
}

function findHolder(
  trx: MembersTransaction,
  memberId: string,
): Promise<(SessionHolder & { readonly memberId: string }) | undefined> {
  return trx.query
    .selectFrom('member')
    .select([
      'member_id as memberId',
      'name_sealed as nameSealed',
      'roles',
      'verified_at_ms as verifiedAtMs',
    ])
    .where('member_id', '=', memberId)
    .executeTakeFirst()
}

async function setSession(
  trx: MembersTransaction,
  sessionId: string,
  changes: Updateable<SessionTable>,
): Promise<void> {
  await trx.query.updateTable('session').set(changes).where('session_id', '=', sessionId).execute()
}
