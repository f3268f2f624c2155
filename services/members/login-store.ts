import type { MembersTransaction } from './members-tables.ts'
import { wrongPasswordsPerAccount, wrongPasswordsPerAddress } from './throttle-rule.ts'
import { countTry, readRest, type Try } from './throttle-store.ts'

/** Takes the turn to try one password, or says how long to wait. */
export async function takeLoginTurn(
  trx: MembersTransaction,
  input: { readonly throttleSubject: string; readonly addressIndex: string | null },
): Promise<Try> {
  if (input.addressIndex !== null) {
    const retryAfterMs = await readRest(trx, wrongPasswordsPerAddress, input.addressIndex)
    if (retryAfterMs !== null) return { outcome: 'resting', retryAfterMs }
  }
  return countTry(trx, wrongPasswordsPerAccount, input.throttleSubject)
}

/**
 * A wrong password from this address. Counted afterwards, unlike the account's: of a rush of right
 * logins from one network none may wait.
 */
export async function countWrongPassword(
  trx: MembersTransaction,
  { addressIndex }: { readonly addressIndex: string },
): Promise<void> {
  await countTry(trx, wrongPasswordsPerAddress, addressIndex)
}

/** The password was not looked at after all: the turn is given back. */
export async function giveLoginTurnBack(
  trx: MembersTransaction,
  { throttleSubject }: { readonly throttleSubject: string },
): Promise<void> {
  const { scope } = wrongPasswordsPerAccount
  const returned = await trx.sql.run(
    `update throttle set tries = tries - 1, rests_until_ms = last_try_at_ms
     where scope = ? and subject = ? and tries > 1`,
    scope,
    throttleSubject,
  )
  if (returned === 1) return
  await trx.sql.run('delete from throttle where scope = ? and subject = ?', scope, throttleSubject)
}
