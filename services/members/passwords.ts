import type { membersApi } from '#contracts/members.ts'
import type { Calls } from '#contracts/operation.ts'
import { refuse } from '#contracts/problems.ts'
import { uuidv7 } from '#platform/ids.ts'
import { addressIndexOf } from './client-address.ts'
import { canonicalEmail } from './email-address.ts'
import { memberOf, refuseEmail, refuseForNow, refuseGuessable } from './member-refusals.ts'
import type { MembersDeps } from './members-deps.ts'
import { draftReset, hashToken } from './one-time-secrets.ts'
import { SEND_PENDING_MAIL } from './pending-mail-job.ts'
import { emailIndexOf } from './sealed-member.ts'
import { tellEnded } from './tell-ended.ts'

type PasswordCalls = Pick<
  Calls<typeof membersApi>,
  'changePassword' | 'requestPasswordReset' | 'confirmPasswordReset'
>

/** Changing a password that is known, and choosing one by mail where it is not. */
export function passwordCalls(deps: MembersDeps): PasswordCalls {
  const { database, clock, live, passwords, personalData, rateLimits, wake, log } = deps

  return {
    async changePassword({ currentPassword, newPassword }, context) {
      const { memberId, sessionId } = memberOf(context)
      const guessable = refuseGuessable('newPassword', newPassword, [])
      if (guessable !== null) return guessable
      const throttleSubject = hashToken(`password of ${memberId}`)
      if (rateLimits) {
        const turn = await database.write.takeChangeTurn({ throttleSubject })
        if (turn.outcome === 'resting') return refuseForNow('too_many_attempts', turn.retryAfterMs)
      }
      const presentHash = await database.read.readPasswordHash({ memberId })
      const isRight = await (presentHash === null
        ? passwords.verifyAgainstNobody(currentPassword)
        : passwords.verify(currentPassword, presentHash))
      if (presentHash === null || !isRight) return refuse('credentials_invalid')
      const endedSessionIds = await database.write.changePassword({
        ...{ memberId, sessionId, presentHash, throttleSubject },
        nextHash: await passwords.hash(newPassword),
        mailId: uuidv7(clock.nowMs()),
      })
      if (endedSessionIds === null) return refuse('credentials_invalid')
      log.info({ memberId, ended: endedSessionIds.length }, 'a member changed the password')
      await tellEnded(deps, endedSessionIds)
      wake(SEND_PENDING_MAIL)
      return null
    },

    async requestPasswordReset({ email: typed }) {
      const email = canonicalEmail(typed)
      if (email === null) return refuseEmail()
      const emailIndex = emailIndexOf(personalData, email)
      const draft = draftReset(personalData, clock.nowMs())
      const answer = await database.write.requestReset({ emailIndex, draft })
      if (answer.outcome === 'resting') return refuseForNow('rate_limited', answer.retryAfterMs)
      wake(SEND_PENDING_MAIL)
      return { status: 'reset_sent' }
    },

    async confirmPasswordReset({ token, newPassword }, context) {
      const guessable = refuseGuessable('newPassword', newPassword, [])
      if (guessable !== null) return guessable
      const tokenHash = hashToken(token)
      const addressIndex = rateLimits ? addressIndexOf(deps, context) : null
      // Looked at first: hashing is dear, and nobody shall have it done by tokens out of the air.
      const look = await database.write.lookAtReset({ tokenHash, addressIndex })
      if (look.outcome === 'resting') return refuseForNow('too_many_attempts', look.retryAfterMs)
      if (look.outcome !== 'good') return refuse('reset_token_invalid')
      const passwordHash = await passwords.hash(newPassword)
      const mailId = uuidv7(clock.nowMs())
      const done = await database.write.resetPassword({ tokenHash, passwordHash, mailId })
      if (done.outcome !== 'changed') return refuse('reset_token_invalid')
      const { memberId } = done
      log.info({ memberId }, 'a password was chosen anew by a link in a mail')
      await tellEnded(deps, done.endedSessionIds)
      live.publish('member-changed', { memberId })
      wake(SEND_PENDING_MAIL)
      return null
    },
  }
}
