import { insertAccounts, type NewAccount } from './insert-accounts-store.ts'
import type { MembersTransaction } from './members-tables.ts'
import { promiseMail } from './promise-mail-store.ts'
import { findPendingSignUp, type PendingSignUp } from './same-person-store.ts'
import { signUpsPerEmail } from './throttle-rule.ts'
import { countTry } from './throttle-store.ts'
import { issueVerification, type VerificationDraft } from './verification-store.ts'

type SignUpTaken =
  | {
      readonly outcome: 'accepted'
      /** The sign-up before it for the same address, which may be the same person's. */
      readonly before: PendingSignUp | null
    }
  | { readonly outcome: 'resting'; readonly retryAfterMs: number }

export type Credentials = {
  readonly memberId: string
  readonly passwordHash: string | null
  readonly nameSealed: string
  readonly roles: string
  readonly verifiedAtMs: number | null
  /** 1 where the account has been logged in from that client address before. */
  readonly knowsAddress: number
}

/**
 * Takes a sign-up. For an address with a verified account only its owner is written to. Else each
 * sign-up is an account of its own with its own password and code: a stranger who signs up with
 * somebody's address, before or after the owner, must not have a password to what the owner
 * verifies, unless it is the owner's very password, which is told apart when this has committed (pre-hijacking: Sudhodanan and Paverd, USENIX Security 2022; see proof-store.ts).
 */
export async function signUp(
  trx: MembersTransaction,
  input: {
    readonly account: NewAccount
    readonly draft: VerificationDraft
    readonly isLimited: boolean
  },
): Promise<SignUpTaken> {
  const { account, draft } = input
  const { emailIndex } = account
  if (input.isLimited) {
    const tried = await countTry(trx, signUpsPerEmail, emailIndex)
    if (tried.outcome === 'resting') return tried
  }
  const owner = await trx.query
    .selectFrom('member')
    .select('member_id as memberId')
    .where('proven_email_index', '=', emailIndex)
    .executeTakeFirst()
  if (owner !== undefined) {
    const { mailId } = draft
    const { memberId } = owner
    await promiseMail(trx, { mailId, memberId, kind: 'address_taken', secretSealed: null })
    return { outcome: 'accepted', before: null }
  }
  const before = await findPendingSignUp(trx, emailIndex)
  await insertAccounts(trx, [account], { roles: 'member', isAdmin: false, isVerified: false })
  await issueVerification(trx, account, draft)
  return { outcome: 'accepted', before }
}

/**
 * The account that a login with this address means: the verified one, else the newest sign-up.
 * Of several unverified ones only the newest can be logged into, so that a login costs one hash.
 */
export async function findCredentials(
  trx: MembersTransaction,
  input: { readonly emailIndex: string; readonly addressIndex: string | null },
): Promise<Credentials | null> {
  const [found] = await trx.sql.all<Credentials>(
    `select member_id as memberId, password_hash as passwordHash, name_sealed as nameSealed, roles,
       verified_at_ms as verifiedAtMs,
       exists (
         select 1 from session
         where session.member_id = member.member_id and session.address_index = ?
       ) as knowsAddress
     from member where email_index = ?
     order by proven_email_index is null, member_id desc limit 1`,
    input.addressIndex,
    input.emailIndex,
  )
  return found ?? null
}
