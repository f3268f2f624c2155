import { type membersApi, REFRESH_TTL_MS, type Session } from '#contracts/members.ts'
import type { Calls } from '#contracts/operation.ts'
import { refuse } from '#contracts/problems.ts'
import { uuidv7 } from '#platform/ids.ts'
import type { Credentials } from './account-store.ts'
import { addressIndexOf } from './client-address.ts'
import { deviceName } from './device-name.ts'
import { canonicalEmail } from './email-address.ts'
import { refuseEmail, refuseForNow } from './member-refusals.ts'
import { ACCESS_TTL_MS, type MembersDeps } from './members-deps.ts'
import { hashToken, newToken } from './one-time-secrets.ts'
import { emailIndexOf } from './sealed-member.ts'
import { ACCESS_SLACK_MS, sessionAnswer } from './session-answer.ts'

/**
 * Opens a session for the right password. An unknown address costs the same hash and counts the
 * same tries as a known one.
 */
export function logInCall(deps: MembersDeps): Calls<typeof membersApi>['logIn'] {
  const { database, personalData, rateLimits, log } = deps

  return async ({ email: typed, password, tokens = 'cookie' }, context) => {
    const email = canonicalEmail(typed)
    if (email === null) return refuseEmail()
    const emailIndex = emailIndexOf(personalData, email)
    const addressIndex = addressIndexOf(deps, context)
    const account = await database.read.findCredentials({ emailIndex, addressIndex })
    const throttleSubject = throttleSubjectOf(account, emailIndex, addressIndex)
    if (rateLimits) {
      const turn = await database.write.takeLoginTurn({ throttleSubject, addressIndex })
      if (turn.outcome === 'resting') {
        log.warn({ memberId: account?.memberId ?? null }, 'logins of an account rest')
        return refuseForNow('too_many_attempts', turn.retryAfterMs)
      }
    }
    const rightHash = await checkPassword(deps, { password, account, throttleSubject })
    if (account === null || rightHash === null) {
      if (rateLimits && addressIndex !== null) {
        await database.write.countWrongPassword({ addressIndex })
      }
      log.info({ memberId: account?.memberId ?? null }, 'a login was refused')
      return refuse('credentials_invalid')
    }
    return openSession(deps, account, {
      passwordHash: rightHash,
      device: deviceName(context.userAgent),
      delivery: tokens,
      addressIndex,
      throttleSubject,
    })
  }
}

/** The hash that the password is right by, or null. Takes one hashing in any case. */
async function checkPassword(
  { passwords, database, rateLimits }: MembersDeps,
  {
    password,
    account,
    throttleSubject,
  }: {
    readonly password: string
    readonly account: Credentials | null
    readonly throttleSubject: string
  },
): Promise<string | null> {
  const stored = account?.passwordHash ?? null
  try {
    const isRight = await (stored === null
      ? passwords.verifyAgainstNobody(password)
      : passwords.verify(password, stored))
    return isRight ? stored : null
  } catch (error) {
    // Too many logins at once: nobody looked at the password, so it is no wrong one.
    if (rateLimits) await database.write.giveLoginTurnBack({ throttleSubject })
    throw error
  }
}

async function openSession(
  deps: MembersDeps,
  account: Credentials,
  opening: {
    readonly passwordHash: string
    readonly device: string
    readonly delivery: 'cookie' | 'body'
    readonly addressIndex: string | null
    readonly throttleSubject: string
  },
): Promise<Session | ReturnType<typeof refuseCredentials>> {
  const sessionId = uuidv7(deps.clock.nowMs())
  const refreshToken = newToken()
  const isOpen = await deps.database.write.openSession({
    ...opening,
    sessionId,
    memberId: account.memberId,
    tokenHash: hashToken(refreshToken),
    refreshTtlMs: REFRESH_TTL_MS,
    accessTtlMs: ACCESS_TTL_MS + ACCESS_SLACK_MS,
  })
  if (!isOpen) return refuseCredentials()
  deps.log.info({ memberId: account.memberId, sessionId }, 'a member logged in')
  return sessionAnswer(deps, { sessionId, holder: account, refreshToken })
}

const refuseCredentials = () => refuse('credentials_invalid')

/**
 * Under which the tries are counted. At an address where the account has been logged in before
 * they have a count of their own, so that strangers elsewhere cannot make the owner wait.
 */
function throttleSubjectOf(
  account: Credentials | null,
  emailIndex: string,
  addressIndex: string | null,
): string {
  if (account?.knowsAddress !== 1 || addressIndex === null) return emailIndex
  return hashToken(`${emailIndex} ${addressIndex}`)
}
