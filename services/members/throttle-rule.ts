/** How often something may be tried on one subject, and how long it rests after each try. */
export type ThrottleRule = {
  /** Tries of different scopes are counted apart. */
  readonly scope: string
  /** After each of the first so many tries it rests `calmRestMs` … */
  readonly calmTries: number
  readonly calmRestMs: number
  /** … after the next `firstDelayMs`, then twice as long each time, up to `longestDelayMs`. */
  readonly firstDelayMs: number
  readonly longestDelayMs: number
  /** Without a try for so long, counting begins anew. */
  readonly forgetAfterMs: number
}

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/**
 * Wrong passwords for one account. The delay ends at five minutes: strangers can slow the owner
 * down and no more, and not at all at an address where the owner has been logged in before.
 */
export const wrongPasswordsPerAccount: ThrottleRule = {
  scope: 'password_account',
  calmTries: 9,
  calmRestMs: 0,
  firstDelayMs: SECOND_MS,
  longestDelayMs: 5 * MINUTE_MS,
  forgetAfterMs: HOUR_MS,
}

/** Wrong passwords from one client address, behind which a whole mobile network may stand. */
export const wrongPasswordsPerAddress: ThrottleRule = {
  scope: 'password_address',
  calmTries: 99,
  calmRestMs: 0,
  firstDelayMs: SECOND_MS,
  longestDelayMs: 5 * MINUTE_MS,
  forgetAfterMs: HOUR_MS,
}

/** Sign-ups with one e-mail address: each sends a mail to it. */
export const signUpsPerEmail: ThrottleRule = {
  scope: 'sign_up',
  calmTries: 4,
  calmRestMs: 0,
  firstDelayMs: MINUTE_MS,
  longestDelayMs: HOUR_MS,
  forgetAfterMs: DAY_MS,
}

/** New codes for one e-mail address: once a minute, and rarer when there is no end of it. */
export const resendsPerEmail: ThrottleRule = {
  scope: 'resend',
  calmTries: 5,
  calmRestMs: MINUTE_MS,
  firstDelayMs: 2 * MINUTE_MS,
  longestDelayMs: HOUR_MS,
  forgetAfterMs: DAY_MS,
}

/**
 * Links for a new password, to one e-mail address. The rest is never longer than a link is good:
 * where a stranger has used the turns up, one of the mails still opens the door to the owner.
 */
export const resetsPerEmail: ThrottleRule = {
  scope: 'reset',
  calmTries: 5,
  calmRestMs: MINUTE_MS,
  firstDelayMs: 2 * MINUTE_MS,
  longestDelayMs: 30 * MINUTE_MS,
  forgetAfterMs: DAY_MS,
}

/** Links that are none, from one client address. */
export const falseResetsPerAddress: ThrottleRule = {
  scope: 'false_reset',
  calmTries: 19,
  calmRestMs: 0,
  firstDelayMs: SECOND_MS,
  longestDelayMs: 5 * MINUTE_MS,
  forgetAfterMs: HOUR_MS,
}

/**
 * Guesses of a code: five, then none as long as a code can live. A new code begins anew. With the
 * rules above, who asks for codes without end guesses some 200 times a day, in a million.
 */
export const guessesPerCode: ThrottleRule = {
  scope: 'code_guess',
  calmTries: 4,
  calmRestMs: 0,
  firstDelayMs: DAY_MS,
  longestDelayMs: DAY_MS,
  forgetAfterMs: DAY_MS,
}

/** How long the subject rests after its `tries`-th try, in milliseconds. */
export function restAfter(rule: ThrottleRule, tries: number): number {
  if (tries <= rule.calmTries) return rule.calmRestMs
  return Math.min(rule.longestDelayMs, rule.firstDelayMs * 2 ** (tries - rule.calmTries - 1))
}
