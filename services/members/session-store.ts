import type { MembersTransaction, RefreshTokenTable } from './members-tables.ts'
import { wrongPasswordsPerAccount } from './throttle-rule.ts'
import { forgetTries } from './throttle-store.ts'

type Opening = {
  readonly sessionId: string
  readonly memberId: string
  /** The hash that the password was found right by; one that was changed meanwhile opens nothing. */
  readonly passwordHash: string
  readonly device: string
  readonly delivery: 'cookie' | 'body'
  readonly addressIndex: string | null
  readonly tokenHash: string
  readonly refreshTtlMs: number
  readonly accessTtlMs: number
  /** Under which the tries of this login were counted. */
  readonly throttleSubject: string
}

/** Opens a session. False where the account is gone or has another password by now. */
export async function openSession(trx: MembersTransaction, opening: Opening): Promise<boolean> {
  const nowMs = await trx.nowMs()
  const unchanged = await trx.query
    .updateTable('member')
    .set(row => ({ turn: row('turn', '+', 1) }))
    .where('member_id', '=', opening.memberId)
    .where('password_hash', '=', opening.passwordHash)
    .executeTakeFirst()
  if (unchanged.numUpdatedRows === 0n) return false
  await trx.query
    .insertInto('session')
    .values({
      session_id: opening.sessionId,
      member_id: opening.memberId,
      device: opening.device,
      delivery: opening.delivery,
      address_index: opening.addressIndex,
      rotated_at_ms: nowMs,
      created_at_ms: nowMs,
      last_used_at_ms: nowMs,
      expires_at_ms: nowMs + opening.refreshTtlMs,
      access_until_ms: nowMs + opening.accessTtlMs,
    })
    .execute()
  await insertToken(trx, {
    token_hash: opening.tokenHash,
    session_id: opening.sessionId,
    generation: 1,
    expires_at_ms: nowMs + opening.refreshTtlMs,
  })
  await forgetTries(trx, wrongPasswordsPerAccount, opening.throttleSubject)
  return true
}

/** The sessions of a member that live, the newest first; `after` is the last one seen. */
export async function listSessions(
  trx: MembersTransaction,
  input: { readonly memberId: string; readonly after: string | null; readonly limit: number },
) {
  let query = trx.query
    .selectFrom('session')
    .select([
      'session_id as sessionId',
      'device',
      'created_at_ms as createdAtMs',
      'last_used_at_ms as lastUsedAtMs',
    ])
    .where('member_id', '=', input.memberId)
    .where('ended_at_ms', 'is', null)
    .where('expires_at_ms', '>', await trx.nowMs())
  if (input.after !== null) query = query.where('session_id', '<', input.after)
  return query.orderBy('session_id', 'desc').limit(input.limit).execute()
}

export async function insertToken(trx: MembersTransaction, row: RefreshTokenTable): Promise<void> {
  await trx.query.insertInto('refresh_token').values(row).execute()
}
