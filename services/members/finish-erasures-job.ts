import { isRefusal } from '#contracts/problems.ts'
import type { Job } from '#platform/jobs/jobs.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { Erasure } from './erasure-store.ts'
import type { MembersDeps } from './members-deps.ts'
import { openEmail } from './sealed-member.ts'

export const FINISH_ERASURES = 'members.finish_erasures'

const BATCH = 20

/**
 * Each service is told at once, and once more after so long: a mail or an order that was on its
 * way at the first time has arrived by then.
 */
const SETTLED_AFTER_MS = 60 * 60_000

type Deps = Pick<
  MembersDeps,
  'database' | 'personalData' | 'notifications' | 'orders' | 'catalog' | 'stock' | 'clock' | 'log'
>

/** Has the other services forget members who are gone, until each has. */
export function finishErasuresJob(deps: Deps): Job {
  const { database, clock } = deps
  return {
    name: FINISH_ERASURES,
    everyMs: 10_000,
    async run() {
      for (const erasure of await database.read.listDueErasures({ limit: BATCH })) {
        const outcome = await tellOthers(deps, erasure)
        const againAtMs = clock.nowMs() + SETTLED_AFTER_MS
        await database.write.settleErasure({ memberId: erasure.memberId, outcome, againAtMs })
      }
    },
  }
}

async function tellOthers(
  { personalData, notifications, orders, catalog, stock, clock, log }: Deps,
  { memberId, emailSealed, beganAtMs }: Erasure,
): Promise<'done' | 'again' | 'failed'> {
  try {
    const to = openEmail(personalData, { memberId, emailSealed })
    // First what may still bring something: an offer that comes after it would write a mail.
    const waits = await stock.forgetMember({ memberId }, fromService)
    await catalog.forgetMember({ memberId }, fromService)
    const kept = await orders.forgetMember({ memberId }, fromService)
    await notifications.eraseMails({ memberId, to }, fromService)
    const isSettled = clock.nowMs() - beganAtMs >= SETTLED_AFTER_MS
    if (!isSettled || isRefusal(kept) || isRefusal(waits)) return 'again'
    return kept.openOrders + waits.openWaits === 0 ? 'done' : 'again'
  } catch (error) {
    log.warn(
      { err: error, memberId },
      'a service could not be told to forget a member; again later',
    )
    return 'failed'
  }
}
