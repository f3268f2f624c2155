import type { membersApi } from '#contracts/members.ts'
import type { Calls } from '#contracts/operation.ts'
import { refuse, refuseField } from '#contracts/problems.ts'
import { uuidv7 } from '#platform/ids.ts'
import { canonicalEmail } from './email-address.ts'
import { refuseEmail, refuseForNow, refuseGuessable } from './member-refusals.ts'
import type { MembersDeps } from './members-deps.ts'
import { draftReset, draftVerification, hashCode, hashToken } from './one-time-secrets.ts'
import { SEND_PENDING_MAIL } from './pending-mail-job.ts'
import type { Proof } from './proof-store.ts'
import type { PendingSignUp } from './same-person-store.ts'
import { emailIndexOf, sealEmail, sealName, sealPhone } from './sealed-member.ts'
import { tellEnded } from './tell-ended.ts'

type SignUpCalls = Pick<Calls<typeof membersApi>, 'signUp' | 'verifyEmail' | 'resendVerification'>

/** Sign-up and the proof of the address. No answer tells whether an address is known. */
export function signUpCalls(deps: MembersDeps): SignUpCalls {
  const { database, clock, live, passwords, personalData, wake } = deps

  async function announceProof(proof: Proof): Promise<null | ReturnType<typeof refuseProof>> {
    if (proof.outcome !== 'verified') return refuseProof(proof)
    // There may be one about a password to be chosen.
    wake(SEND_PENDING_MAIL)
    await tellEnded(deps, proof.endedSessionIds)
    live.publish('member-changed', { memberId: proof.memberId })
    return null
  }

  /** Takes one hashing in any case, as a login does. */
  function isPasswordOf(before: PendingSignUp | null, password: string): Promise<boolean> {
    const stored = before?.passwordHash ?? null
    if (stored === null) return passwords.verifyAgainstNobody(password)
    return passwords.verify(password, stored)
  }

  return {
    async signUp({ email: typed, password, name, phone, locale = 'ko' }) {
      const email = canonicalEmail(typed)
      if (email === null) return refuseEmail()
      const [localPart = ''] = email.split('@')
      const guessable = refuseGuessable('password', password, [localPart, name])
      if (guessable !== null) return guessable
      // Hashed before anything is looked up, so that a taken address takes as long as a free one.
      const passwordHash = await passwords.hash(password)
      const nowMs = clock.nowMs()
      const memberId = uuidv7(nowMs)
      const emailIndex = emailIndexOf(personalData, email)
      const answer = await database.write.signUp({
        account: {
          memberId,
          emailIndex,
          emailSealed: sealEmail(personalData, memberId, email),
          nameSealed: sealName(personalData, memberId, name),
          phoneSealed: phone === undefined ? null : sealPhone(personalData, memberId, phone),
          locale,
          passwordHash,
        },
        draft: draftVerification(personalData, emailIndex, nowMs),
        isLimited: deps.rateLimits,
      })
      if (answer.outcome === 'resting') return refuseForNow('rate_limited', answer.retryAfterMs)
      wake(SEND_PENDING_MAIL)
      // After the commit, so that of two at once one sees the other: a double press is one person.
      const { before } = answer
      const isSame = await isPasswordOf(before, password)
      const personId = isSame && before !== null ? before.personId : memberId
      await database.write.noteSignUpsPerson({ memberId, personId })
      return { status: 'verification_sent' }
    },

    async resendVerification({ email: typed }, { caller }) {
      const email = canonicalEmail(typed)
      if (email === null) return refuseEmail()
      const emailIndex = emailIndexOf(personalData, email)
      const answer = await database.write.resendVerification({
        emailIndex,
        memberId: caller?.memberId ?? null,
        draft: draftVerification(personalData, emailIndex, clock.nowMs()),
      })
      if (answer.outcome === 'resting') return refuseForNow('rate_limited', answer.retryAfterMs)
      wake(SEND_PENDING_MAIL)
      return { status: 'verification_sent' }
    },

    async verifyEmail({ email: typed, code, token }, { caller }) {
      const memberId = caller?.memberId ?? null
      const reset = draftReset(personalData, clock.nowMs())
      if (token !== undefined) {
        if (typed !== undefined || code !== undefined) {
          return refuseField('token', 'stands alone, without email and code')
        }
        return announceProof(
          await database.write.verifyByToken({ tokenHash: hashToken(token), memberId, reset }),
        )
      }
      if (typed === undefined) return refuseField('email', 'is required, or a token')
      if (code === undefined) return refuseField('code', 'is required, or a token')
      const email = canonicalEmail(typed)
      if (email === null) return refuseEmail()
      const emailIndex = emailIndexOf(personalData, email)
      const codeHash = hashCode(personalData, emailIndex, code)
      return announceProof(
        await database.write.verifyByCode({ emailIndex, codeHash, memberId, reset }),
      )
    },
  }
}

function refuseProof(proof: Exclude<Proof, { readonly outcome: 'verified' }>) {
  if (proof.outcome === 'code_invalid') return refuse('code_invalid')
  return refuseForNow('too_many_attempts', proof.retryAfterMs)
}
