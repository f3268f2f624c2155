import type { StockTransaction } from './stock-tables.ts'
import type { WaitlistEntry } from './waitlist-store.ts'

type StoredWait = {
  readonly dropId: string
  readonly quantity: number
  readonly state: WaitlistEntry['state']
  readonly reservationId: string | null
}

/** Where a member waits or waited, the newest first. */
export function listWaits(
  { sql }: StockTransaction,
  { memberId, limit }: { readonly memberId: string; readonly limit: number },
): Promise<StoredWait[]> {
  return sql.all<StoredWait>(
    `select drop_id as dropId, quantity, state, reservation_id as reservationId
     from waitlist_entry where member_id = ? order by drop_id desc, ticket desc limit ?`,
    memberId,
    limit,
  )
}
