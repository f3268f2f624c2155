import type { Caller } from '#contracts/operation.ts'
import { uuidv7 } from '#platform/ids.ts'
import type { MembersDeps } from './members-deps.ts'
import { emailIndexOf, sealEmail, sealName } from './sealed-member.ts'

export type CrowdMember = {
  readonly memberId: string
  readonly email: string
  readonly accessToken: string
}

type Deps = Pick<MembersDeps, 'database' | 'clock' | 'accessTokens' | 'personalData'>

const BATCH = 1_000
const TOKEN_TTL_MS = 60 * 60 * 1_000
/** The session outlives its token, which ends on a whole second. */
const SESSION_TTL_MS = TOKEN_TTL_MS + 60_000

/**
 * Makes `count` verified members without a password, for load tests, and gives each with an access
 * token that is good for an hour. They come in batches, each durable before it is given.
 */
export async function* insertCrowd(
  { database, clock, accessTokens, personalData }: Deps,
  count: number,
): AsyncGenerator<readonly CrowdMember[]> {
  for (let made = 0; made < count; made += BATCH) {
    const nowMs = clock.nowMs()
    const drafts = Array.from({ length: Math.min(BATCH, count - made) }, () => {
      const memberId = uuidv7(nowMs)
      const email = `crowd.${memberId}@example.com`
      return { memberId, email, sessionId: uuidv7(nowMs) }
    })
    await database.write.insertCrowd({
      auditId: uuidv7(nowMs),
      sessionTtlMs: SESSION_TTL_MS,
      members: drafts.map(({ memberId, email, sessionId }) => ({
        sessionId,
        account: {
          memberId,
          emailIndex: emailIndexOf(personalData, email),
          emailSealed: sealEmail(personalData, memberId, email),
          nameSealed: sealName(personalData, memberId, 'Crowd'),
          phoneSealed: null,
          locale: 'ko',
          passwordHash: null,
        },
      })),
    })
    yield drafts.map(({ memberId, email, sessionId }) => {
      const caller: Caller = { memberId, roles: ['member'], emailVerified: true, sessionId }
      return { memberId, email, accessToken: accessTokens.issue(caller, TOKEN_TTL_MS).accessToken }
    })
  }
}
