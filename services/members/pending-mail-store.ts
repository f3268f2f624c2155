import { backoffMs } from '#platform/time/backoff.ts'
import type { MembersTransaction, PendingMailKind } from './members-tables.ts'

/** A mail to be handed over, with its reader. */
export type PendingMail = {
  readonly mailId: string
  readonly kind: PendingMailKind
  readonly secretSealed: string | null
  readonly memberId: string
  readonly emailSealed: string
  readonly nameSealed: string
  readonly locale: 'ko' | 'en'
}

const LONGEST_DELAY_MS = 60_000

/** Mails that are due, the longest waiting first. */
export function listDueMails(
  trx: MembersTransaction,
  { limit }: { readonly limit: number },
): Promise<PendingMail[]> {
  return trx.nowMs().then(nowMs =>
    trx.sql.all<PendingMail>(
      `select mail_id as mailId, kind, secret_sealed as secretSealed, member.member_id as memberId,
         email_sealed as emailSealed, name_sealed as nameSealed, locale
       from promised_mail join member on member.member_id = promised_mail.member_id
       where next_try_at_ms <= ? order by next_try_at_ms, mail_id limit ?`,
      nowMs,
      limit,
    ),
  )
}

/** Forgets what was handed over; tries the rest again after 1, 2, 4 … seconds, at most a minute. */
export async function settleMails(
  trx: MembersTransaction,
  input: { readonly handedOver: readonly string[]; readonly failed: readonly string[] },
): Promise<void> {
  await trx.sql.runEach(
    'delete from promised_mail where mail_id = ?',
    input.handedOver.map(mailId => [mailId]),
  )
  const nowMs = await trx.nowMs()
  for (const mailId of input.failed) {
    const [row] = await trx.sql.all<{ failedTries: number }>(
      'select failed_tries as failedTries from promised_mail where mail_id = ?',
      mailId,
    )
    if (row === undefined) continue
    await trx.sql.run(
      `update promised_mail set failed_tries = failed_tries + 1, next_try_at_ms = ?
       where mail_id = ? and failed_tries = ?`,
      nowMs + backoffMs(row.failedTries, LONGEST_DELAY_MS),
      mailId,
      row.failedTries,
    )
  }
}
