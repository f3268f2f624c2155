import type { MembersTransaction } from './members-tables.ts'
import { promiseMail } from './promise-mail-store.ts'
import { endSessionsOf } from './session-end-store.ts'
import { wrongPasswordsPerAccount } from './throttle-rule.ts'
import { countTry, forgetTries, type Try } from './throttle-store.ts'

/** Takes the turn to say the present password; whoever has a stolen session may not guess it. */
export async function takeChangeTurn(
  trx: MembersTransaction,
  { throttleSubject }: { readonly throttleSubject: string },
): Promise<Try> {
  return countTry(trx, wrongPasswordsPerAccount, throttleSubject)
}

/** The hash of the member's password; null where there is none. */
export async function readPasswordHash(
  trx: MembersTransaction,
  { memberId }: { readonly memberId: string },
): Promise<string | null> {
  const [row] = await trx.sql.all<{ passwordHash: string | null }>(
    'select password_hash as passwordHash from member where member_id = ?',
    memberId,
  )
  return row?.passwordHash ?? null
}

/**
 * Replaces the password that was found right; one that was changed meanwhile stays, and null is
 * given. The other sessions end and are given; links of resets are void.
 */
export async function changePassword(
  trx: MembersTransaction,
  input: {
    readonly memberId: string
    readonly sessionId: string
    readonly presentHash: string
    readonly nextHash: string
    readonly throttleSubject: string
    readonly mailId: string
  },
): Promise<string[] | null> {
  const { memberId, mailId } = input
  const changed = await trx.sql.run(
    `update member set password_hash = ?, turn = turn + 1
     where member_id = ? and password_hash = ?`,
    input.nextHash,
    memberId,
    input.presentHash,
  )
  if (changed === 0) return null
  await trx.sql.run('delete from password_reset where member_id = ?', memberId)
  await forgetTries(trx, wrongPasswordsPerAccount, input.throttleSubject)
  await promiseMail(trx, { mailId, memberId, kind: 'password_changed', secretSealed: null })
  return endSessionsOf(trx, { memberId, except: input.sessionId })
}
