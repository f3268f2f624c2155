import { membersApi } from '#contracts/members.ts'
import type { Job } from '#platform/jobs.ts'
import type { Service } from '#platform/service.ts'
import { addressCalls } from './address-book.ts'
import { logInCall } from './log-in.ts'
import { consoleCalls } from './member-console.ts'
import type { MembersDatabase, MembersDeps } from './members-deps.ts'
import { pendingMailJob } from './pending-mail-job.ts'
import { profileCalls } from './profile.ts'
import { sessionCalls } from './sessions.ts'
import { signUpCalls } from './sign-up.ts'

/** Accounts, sessions, personal data, roles. */
export function membersService(deps: MembersDeps): Service<typeof membersApi> {
  return {
    name: 'members',
    api: membersApi,
    calls: {
      ...signUpCalls(deps),
      logIn: logInCall(deps),
      ...sessionCalls(deps),
      ...profileCalls(deps),
      ...addressCalls(deps),
      ...consoleCalls(deps),
    },
    jobs: [pendingMailJob(deps), pruneJob(deps.database)],
  }
}

const PRUNE_AT_ONCE = 1_000

function pruneJob(database: MembersDatabase): Job {
  return {
    name: 'members.prune',
    everyMs: 10 * 60_000,
    async run() {
      while ((await database.write.prune({ limit: PRUNE_AT_ONCE })) >= PRUNE_AT_ONCE) {
        // Each round is a transaction of its own, between which others have their turn.
      }
    },
  }
}
