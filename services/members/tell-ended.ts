import type { Job } from '#platform/jobs/jobs.ts'
import type { MembersDeps } from './members-deps.ts'

type Teller = Pick<MembersDeps, 'live' | 'denyList'>

/** Has every gateway refuse the tokens of sessions that ended, also one that opens while we are gone. */
export async function tellEnded(
  { live, denyList }: Teller,
  sessionIds: readonly string[],
): Promise<void> {
  for (const sessionId of sessionIds) live.publish('session-ended', { sessionId })
  await denyList?.add(sessionIds)
}

/** Tells the list all of it again: it may have been gone, or have lost what it knew. */
export function denyListJob(
  { database }: Pick<MembersDeps, 'database'>,
  denyList: NonNullable<MembersDeps['denyList']>,
): Job {
  return {
    name: 'members.keep_deny_list',
    everyMs: 10_000,
    async run() {
      await denyList.add(await database.read.listEndedSessions(null))
    },
  }
}
