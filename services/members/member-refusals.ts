import type { CallContext, Caller } from '#contracts/operation.ts'
import { Problem, type Refusal, refuse, refuseField } from '#contracts/problems.ts'
import { isGuessable } from '#platform/security/guessable-password.ts'

/** The member who calls. The gateway let nobody else in, so without one the door was left open. */
export function memberOf({ caller }: CallContext): Caller {
  if (caller === null) throw new Problem('token_missing')
  return caller
}

/** The refusal of a password that others would try first, or null. `known`: what they know. */
export function refuseGuessable(
  path: 'password' | 'newPassword',
  password: string,
  known: readonly string[],
): Refusal<'invalid_request'> | null {
  if (!isGuessable(password, [SHOP_NAME, ...known])) return null
  return refuseField(path, 'is easily guessed: choose one that nobody else would think of')
}

const SHOP_NAME = 'firstcome'

export const refuseEmail = () => refuseField('email', 'must be an e-mail address')

/** `retryAfterSeconds` becomes the Retry-After header: whole seconds, one at least. */
export function refuseForNow<const Code extends 'rate_limited' | 'too_many_attempts'>(
  code: Code,
  retryAfterMs: number,
): Refusal<Code> {
  return refuse(code, { retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1_000)) })
}
