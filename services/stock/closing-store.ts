import type { DropClosing } from '#contracts/drops.ts'
import { decideOffers } from './decide-offers.ts'
import { dropStateAt, freeUnits } from './drop.ts'
import { readDropRecord } from './drop-lock-store.ts'
import { readTaken } from './drop-roll-store.ts'
import type { StockTransaction } from './stock-tables.ts'
import { readLine } from './waitlist-store.ts'

/** Who waits, looked at together. */
const AT_ONCE = 500

/**
 * What closing a drop now would do, by the rules that do it: who waits comes first, then stock. What
 * has ended stays as it is. Null where there is no such drop.
 */
export async function foretellClosing(
  trx: StockTransaction,
  { dropId }: { readonly dropId: string },
): Promise<DropClosing | null> {
  const drop = await readDropRecord(trx, dropId)
  if (drop === null) return null
  const nowMs = await trx.nowMs()
  let { waiting } = drop
  let free = dropStateAt(drop, nowMs) === 'ended' ? 0 : freeUnits(drop)
  let behindTicket = 0
  const offered = { units: 0, members: 0 }
  while (waiting > 0 && free > 0) {
    const line = await readLine(trx, dropId, Math.min(free, AT_ONCE), behindTicket)
    if (line.length === 0) break
    const memberIds = [...new Set(line.map(entry => entry.memberId))]
    const takenByMember = await readTaken(trx, dropId, memberIds)
    const decisions = decideOffers({ ...drop, nowMs, free, takenByMember }, line)
    for (const decision of decisions) {
      behindTicket = decision.entry.ticket
      waiting -= 1
      if (decision.outcome === 'passed') continue
      free -= decision.quantity
      offered.units += decision.quantity
      offered.members += 1
    }
  }
  return { backToStock: free, held: drop.reserved + offered.units, offered, waiting }
}
