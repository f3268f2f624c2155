import type { MembersTransaction } from './members-tables.ts'
import type { ResetDraft } from './password-reset-store.ts'
import { promiseMail } from './promise-mail-store.ts'
import { type Proof, proveAddress, withdrawVerification } from './proof-store.ts'
import { guessesPerCode, resendsPerEmail } from './throttle-rule.ts'
import { countTry, forgetTries } from './throttle-store.ts'

/** How long a code and a link are good. */
const VERIFICATION_TTL_MS = 24 * 60 * 60 * 1_000

/** A code and a token, as hashes, and the mail that carries both. */
export type VerificationDraft = {
  readonly codeHash: string
  readonly tokenHash: string
  readonly mailId: string
  /** JSON `{code, token}`, sealed for the mail. */
  readonly secretSealed: string
}

/** A new code for the account and its mail. The code before is void, and guessing begins anew. */
export async function issueVerification(
  trx: MembersTransaction,
  account: { readonly memberId: string; readonly emailIndex: string },
  draft: VerificationDraft,
): Promise<void> {
  const { memberId, emailIndex } = account
  const nowMs = await trx.nowMs()
  await withdrawVerification(trx, memberId)
  await trx.query
    .insertInto('verification')
    .values({
      member_id: memberId,
      email_index: emailIndex,
      code_hash: draft.codeHash,
      token_hash: draft.tokenHash,
      expires_at_ms: nowMs + VERIFICATION_TTL_MS,
    })
    .execute()
  const { mailId, secretSealed } = draft
  await promiseMail(trx, { mailId, memberId, kind: 'verification', secretSealed })
}

/**
 * A new code for the address, if somebody waits for one. Counted alike for every address, so that
 * the refusal tells nothing.
 */
export async function resendVerification(
  trx: MembersTransaction,
  input: {
    readonly emailIndex: string
    /** The account that asks, where it is logged in. */
    readonly memberId: string | null
    readonly draft: VerificationDraft
  },
): Promise<{ outcome: 'accepted' } | { outcome: 'resting'; retryAfterMs: number }> {
  const { emailIndex, draft } = input
  const tried = await countTry(trx, resendsPerEmail, emailIndex)
  if (tried.outcome === 'resting') return tried
  await forgetTries(trx, guessesPerCode, emailIndex)
  const accounts = await trx.query
    .selectFrom('member')
    .select(['member_id as memberId', 'verified_at_ms as verifiedAtMs'])
    .where('email_index', '=', emailIndex)
    .orderBy('member_id', 'desc')
    .limit(100)
    .execute()
  const isProven = accounts.some(account => account.verifiedAtMs !== null)
  const asking = accounts.find(account => account.memberId === input.memberId) ?? accounts[0]
  if (!isProven && asking !== undefined) {
    await issueVerification(trx, { memberId: asking.memberId, emailIndex }, draft)
  }
  return { outcome: 'accepted' }
}

/** Proves an address by a code. A guess is counted before it is looked at. */
export async function verifyByCode(
  trx: MembersTransaction,
  input: {
    readonly emailIndex: string
    readonly codeHash: string
    /** The account that asks, where it is logged in. */
    readonly memberId: string | null
    readonly reset: ResetDraft
  },
): Promise<Proof> {
  const tried = await countTry(trx, guessesPerCode, input.emailIndex)
  if (tried.outcome === 'resting') return tried
  const waiting = await trx.query
    .selectFrom('verification')
    .select(['member_id as memberId', 'code_hash as codeHash'])
    .where('email_index', '=', input.emailIndex)
    .where('expires_at_ms', '>', await trx.nowMs())
    .orderBy('member_id', 'desc')
    .limit(100)
    .execute()
  // Who is logged in proves the own account only: the code of a stranger's sign-up for the same
  // address, typed by mistake, would give the stranger's password the proven address.
  const own = waiting.filter(({ memberId }) => memberId === input.memberId)
  const candidates = own.length > 0 ? own : waiting
  const found = candidates.find(({ codeHash }) => codeHash === input.codeHash)
  if (found === undefined) return { outcome: 'code_invalid' }
  return proveAddress(trx, {
    ...found,
    emailIndex: input.emailIndex,
    contested: whoProves(found, input),
  })
}

/** Proves an address by the token of a link. It cannot be guessed, so nothing is counted. */
export async function verifyByToken(
  trx: MembersTransaction,
  input: {
    readonly tokenHash: string
    /** The account that asks, where it is logged in. */
    readonly memberId: string | null
    readonly reset: ResetDraft
  },
): Promise<Proof> {
  const found = await trx.query
    .selectFrom('verification')
    .select(['member_id as memberId', 'email_index as emailIndex'])
    .where('token_hash', '=', input.tokenHash)
    .where('expires_at_ms', '>', await trx.nowMs())
    .executeTakeFirst()
  if (found === undefined) return { outcome: 'code_invalid' }
  return proveAddress(trx, { ...found, contested: whoProves(found, input) })
}

function whoProves(
  found: { readonly memberId: string },
  input: { readonly memberId: string | null; readonly reset: ResetDraft },
): 'own' | ResetDraft {
  return found.memberId === input.memberId ? 'own' : input.reset
}
