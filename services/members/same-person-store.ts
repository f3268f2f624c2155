import type { MembersTransaction } from './members-tables.ts'

/** A sign-up that waits for its proof, with what tells whether the same person made it. */
export type PendingSignUp = {
  readonly personId: string
  readonly passwordHash: string | null
}

/** The newest sign-up for the address that is not proven yet, if any. */
export async function findPendingSignUp(
  trx: MembersTransaction,
  emailIndex: string,
): Promise<PendingSignUp | null> {
  const [found] = await trx.sql.all<PendingSignUp>(
    `select coalesce(person_id, member_id) as personId, password_hash as passwordHash
     from member where email_index = ? and verified_at_ms is null
     order by member_id desc limit 1`,
    emailIndex,
  )
  return found ?? null
}

/**
 * Notes whose sign-up it is: that of whoever made an earlier one with the same password, else
 * somebody's own. Written in either case, and for a sign-up that was none, so that the time of the
 * answer tells neither passwords nor addresses.
 */
export async function noteSignUpsPerson(
  trx: MembersTransaction,
  { memberId, personId }: { readonly memberId: string; readonly personId: string },
): Promise<void> {
  await trx.sql.run('update member set person_id = ? where member_id = ?', personId, memberId)
}
