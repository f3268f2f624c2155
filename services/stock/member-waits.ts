import type { Calls } from '#contracts/operation.ts'
import type { stockApi } from '#contracts/stock.ts'
import type { StockParts } from './stock-service.ts'

type PersonalCalls = Pick<Calls<typeof stockApi>, 'exportWaits' | 'forgetMember'>

/** Nobody but a program has waited so often. */
const MOST = 1_000

/**
 * Where a member waits: shown to the member, and ended with the account. What happened stays in the
 * ledger, by a pseudonym and by a memberId that names nobody any more.
 */
export function memberWaitCalls({
  database,
  onChanges,
}: Pick<StockParts, 'database' | 'onChanges'>): PersonalCalls {
  return {
    async exportWaits({ memberId }) {
      const waits = await database.read.listWaits({ memberId, limit: MOST })
      const waitlist = waits.map(({ reservationId, ...wait }) => ({
        ...wait,
        ...(reservationId === null ? {} : { reservationId }),
      }))
      return { waitlist }
    },

    async forgetMember({ memberId }) {
      const waits = await database.read.listWaits({ memberId, limit: MOST })
      const lines = waits.filter(({ state }) => state === 'waiting' || state === 'offered')
      let openWaits = 0
      for (const dropId of new Set(lines.map(line => line.dropId))) {
        const left = await database.write.leaveWaitlist({ dropId, memberId })
        onChanges(left.changes)
        if (left.outcome === 'reservation_pinned') openWaits += 1
      }
      return { openWaits }
    },
  }
}
