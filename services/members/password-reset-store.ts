import type { MembersTransaction } from './members-tables.ts'
import { promiseMail } from './promise-mail-store.ts'
import { proveAddress } from './proof-store.ts'
import { endSessionsOf } from './session-end-store.ts'
import { falseResetsPerAddress, resetsPerEmail, wrongPasswordsPerAccount } from './throttle-rule.ts'
import { countTry, forgetTries, readRest, type Try } from './throttle-store.ts'

/** How long the link of a reset is good. */
const RESET_TTL_MS = 60 * 60 * 1_000

/** A token, as its hash, and the mail that carries it. */
export type ResetDraft = {
  readonly tokenHash: string
  readonly mailId: string
  /** JSON `{token}`, sealed for the mail. */
  readonly secretSealed: string
}

/** A link for the member, and the mail with it. Links that were sent before stay good. */
export async function issueReset(
  trx: MembersTransaction,
  memberId: string,
  draft: ResetDraft,
  kind: 'password_reset' | 'address_contested',
): Promise<void> {
  const { tokenHash, mailId, secretSealed } = draft
  const expiresAtMs = (await trx.nowMs()) + RESET_TTL_MS
  await trx.query
    .insertInto('password_reset')
    .values({ token_hash: tokenHash, member_id: memberId, expires_at_ms: expiresAtMs })
    .execute()
  await promiseMail(trx, { mailId, memberId, kind, secretSealed })
}

/**
 * Mails a link to the account of the address: the verified one, else the newest sign-up. Counted
 * alike for every address, so that the refusal tells nothing.
 */
export async function requestReset(
  trx: MembersTransaction,
  { emailIndex, draft }: { readonly emailIndex: string; readonly draft: ResetDraft },
): Promise<{ outcome: 'accepted' } | { outcome: 'resting'; retryAfterMs: number }> {
  const tried = await countTry(trx, resetsPerEmail, emailIndex)
  if (tried.outcome === 'resting') return tried
  const [account] = await trx.sql.all<{ memberId: string }>(
    `select member_id as memberId from member where email_index = ?
     order by proven_email_index is null, member_id desc limit 1`,
    emailIndex,
  )
  if (account !== undefined) await issueReset(trx, account.memberId, draft, 'password_reset')
  return { outcome: 'accepted' }
}

/** Whether a link is good, asked before a password is hashed. A false one is counted. */
export async function lookAtReset(
  trx: MembersTransaction,
  { tokenHash, addressIndex }: { readonly tokenHash: string; readonly addressIndex: string | null },
): Promise<Try | { readonly outcome: 'good' }> {
  if (addressIndex !== null) {
    const retryAfterMs = await readRest(trx, falseResetsPerAddress, addressIndex)
    if (retryAfterMs !== null) return { outcome: 'resting', retryAfterMs }
  }
  if ((await findReset(trx, tokenHash)) !== undefined) return { outcome: 'good' }
  if (addressIndex !== null) await countTry(trx, falseResetsPerAddress, addressIndex)
  return { outcome: 'counted' }
}

type ResetDone =
  | {
      readonly outcome: 'changed'
      readonly memberId: string
      readonly endedSessionIds: readonly string[]
    }
  | { readonly outcome: 'token_invalid' }

/**
 * Sets the password by a link, once; all sessions end. The link came by mail, so it proves the
 * address too, where that was still to be done.
 */
export async function resetPassword(
  trx: MembersTransaction,
  input: {
    readonly tokenHash: string
    readonly passwordHash: string
    /** Of the mail that tells of it. */
    readonly mailId: string
  },
): Promise<ResetDone> {
  const reset = await findReset(trx, input.tokenHash)
  if (reset === undefined) return { outcome: 'token_invalid' }
  const { memberId, emailIndex } = reset
  const used = await trx.sql.run('delete from password_reset where token_hash = ?', input.tokenHash)
  if (used === 0) return { outcome: 'token_invalid' }
  const endedSessionIds: string[] = []
  if (reset.verifiedAtMs === null) {
    const proof = await proveAddress(trx, { memberId, emailIndex, contested: 'reset_follows' })
    if (proof.outcome !== 'verified') return { outcome: 'token_invalid' }
    endedSessionIds.push(...proof.endedSessionIds)
  }
  await trx.sql.run(
    'update member set password_hash = ?, turn = turn + 1 where member_id = ?',
    input.passwordHash,
    memberId,
  )
  await trx.sql.run('delete from password_reset where member_id = ?', memberId)
  // Whoever reads the mail is the owner: what strangers tried does not make the owner wait.
  await forgetTries(trx, wrongPasswordsPerAccount, emailIndex)
  endedSessionIds.push(...(await endSessionsOf(trx, { memberId })))
  const { mailId } = input
  await promiseMail(trx, { mailId, memberId, kind: 'password_changed', secretSealed: null })
  return { outcome: 'changed', memberId, endedSessionIds }
}

async function findReset(trx: MembersTransaction, tokenHash: string) {
  return trx.query
    .selectFrom('password_reset')
    .innerJoin('member', 'member.member_id', 'password_reset.member_id')
    .select([
      'member.member_id as memberId',
      'member.email_index as emailIndex',
      'member.verified_at_ms as verifiedAtMs',
    ])
    .where('token_hash', '=', tokenHash)
    .where('expires_at_ms', '>', await trx.nowMs())
    .executeTakeFirst()
}
