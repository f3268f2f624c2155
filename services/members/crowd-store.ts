import { writeAudit } from './audit-store.ts'
import { insertAccounts, type NewAccount } from './insert-accounts-store.ts'
import type { MembersTransaction } from './members-tables.ts'

type CrowdBatch = {
  readonly auditId: string
  readonly members: readonly { readonly account: NewAccount; readonly sessionId: string }[]
  /** How long the sessions live, and so the access tokens. */
  readonly sessionTtlMs: number
}

const INSERT_SESSION = `insert into session
  (session_id, member_id, device, delivery, rotated_at_ms, created_at_ms, last_used_at_ms,
   expires_at_ms, access_until_ms)
  values (?, ?, 'Crowd', 'body', ?, ?, ?, ?, ?)`

/** Inserts verified members without a password, each with a session; a thousand at a time. */
export async function insertCrowd(
  trx: MembersTransaction,
  { auditId, members, sessionTtlMs }: CrowdBatch,
): Promise<void> {
  const nowMs = await trx.nowMs()
  const standing = { roles: 'member', isAdmin: false, isVerified: true }
  await insertAccounts(
    trx,
    members.map(({ account }) => account),
    standing,
  )
  const endMs = nowMs + sessionTtlMs
  await trx.sql.runEach(
    INSERT_SESSION,
    members.map(({ account, sessionId }) => [
      sessionId,
      account.memberId,
      nowMs,
      nowMs,
      nowMs,
      endMs,
      endMs,
    ]),
  )
  const details = { members: members.length }
  await writeAudit(trx, { auditId, actorId: null, act: 'crowd_made', subjectId: null, details })
}
