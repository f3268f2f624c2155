import type { MembersTransaction, PendingMailKind } from './members-tables.ts'

/** A mail to be handed over to notifications once the transaction is committed. */
type PromisedMail = {
  readonly mailId: string
  readonly memberId: string
  readonly kind: PendingMailKind
  /** JSON of its secrets, sealed for the mail; null where it has none. */
  readonly secretSealed: string | null
}

/** Promises a mail, in the transaction of what it tells. */
export async function promiseMail(
  trx: MembersTransaction,
  { mailId, memberId, kind, secretSealed }: PromisedMail,
): Promise<void> {
  const nowMs = await trx.nowMs()
  await trx.query
    .insertInto('promised_mail')
    .values({
      mail_id: mailId,
      member_id: memberId,
      kind,
      secret_sealed: secretSealed,
      created_at_ms: nowMs,
      next_try_at_ms: nowMs,
    })
    .execute()
}
