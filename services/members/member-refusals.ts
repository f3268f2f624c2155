import type { CallContext, Caller } from '#contracts/operation.ts'
import { Problem, type Refusal, refuse, refuseField } from '#contracts/problems.ts'

/** The member who calls. The gateway let nobody else in, so without one the door was left open. */
export function memberOf({ caller }: CallContext): Caller {
  if (caller === null) throw new Problem('token_missing')
  return caller
}

export const refuseEmail = () => refuseField('email', 'must be an e-mail address')

/** `retryAfterSeconds` becomes the Retry-After header: whole seconds, one at least. */
export function refuseForNow<const Code extends 'rate_limited' | 'too_many_attempts'>(
  code: Code,
  retryAfterMs: number,
): Refusal<Code> {
  return refuse(code, { retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1_000)) })
}
