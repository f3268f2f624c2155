import { membersApi } from '#contracts/members.ts'
import { answerPruning } from '#platform/database/idempotency-pruning.ts'
import type { Job } from '#platform/jobs/jobs.ts'
import type { Service } from '#platform/service.ts'
import { addressCalls } from './address-book.ts'
import { auditCalls } from './audit-log.ts'
import { finishErasuresJob } from './finish-erasures-job.ts'
import { logInCall } from './log-in.ts'
import { consoleCalls } from './member-console.ts'
import type { MembersDeps } from './members-deps.ts'
import { memberDataCalls } from './own-data.ts'
import { passwordCalls } from './passwords.ts'
import { pendingMailJob } from './pending-mail-job.ts'
import { profileCalls } from './profile.ts'
import { sessionCalls } from './sessions.ts'
import { signUpCalls } from './sign-up.ts'
import { denyListJob } from './tell-ended.ts'

/** Accounts, sessions, personal data, roles. */
export function membersService(deps: MembersDeps): Service<typeof membersApi> {
  return {
    name: 'members',
    api: membersApi,
    calls: {
      ...signUpCalls(deps),
      logIn: logInCall(deps),
      ...sessionCalls(deps),
      ...passwordCalls(deps),
      ...profileCalls(deps),
      ...addressCalls(deps),
      ...consoleCalls(deps),
      ...memberDataCalls(deps),
      ...auditCalls(deps),
    },
    jobs: [
      pendingMailJob(deps),
      finishErasuresJob(deps),
      pruneJob(deps),
      answerPruning(deps),
      ...(deps.denyList === null ? [] : [denyListJob(deps, deps.denyList)]),
    ],
  }
}

const PRUNE = 'members.prune_expired'
const PRUNED_AT_ONCE = 1_000

function pruneJob({ database, wake }: MembersDeps): Job {
  return {
    name: PRUNE,
    everyMs: 10 * 60_000,
    async run() {
      const gone = await database.write.prune({ limit: PRUNED_AT_ONCE })
      if (gone >= PRUNED_AT_ONCE) wake(PRUNE)
    },
  }
}
