import type { DataOf, Event } from '#contracts/event.ts'
import { stockEvents } from '#contracts/stock.ts'
import { storeMailsAndForget } from './mail-store.ts'
import type { NotificationsTransaction } from './notifications-tables.ts'

/** An offer to who waited, to write about. */
type OfferToTell = {
  /** The entry of the waitlist: one mail for it. */
  readonly entryId: string
  readonly memberId: string
  readonly orderId: string
  readonly title: string
  /** JSON text; null where it was announced without. */
  readonly options: string | null
  readonly quantity: number
  readonly expiresAtMs: number
}

const INSERT = `insert into pending_offer_mail
  (entry_id, member_id, order_id, title, options, quantity, expires_at_ms)
  select * from (select ? as entry_id, ? as member_id, ? as order_id, ? as title, ? as options,
    ? as quantity, ? as expires_at_ms) as offered
  where not exists (select 1 from pending_offer_mail where entry_id = ?)`

/** Notes the offers of a batch of facts; their mails are written later, as those of orders. */
export async function noteOffers(
  trx: NotificationsTransaction,
  events: readonly Event[],
): Promise<void> {
  const offered = events.filter(event => event.type === stockEvents.offered.type)
  await trx.sql.runEach(
    INSERT,
    offered.map(event => {
      const offer = event.data as DataOf<typeof stockEvents.offered>
      const { entryId, memberId, orderId, title, quantity, expiresAtMs } = offer
      const options = offer.options === undefined ? null : JSON.stringify(offer.options)
      return [entryId, memberId, orderId, title, options, quantity, expiresAtMs, entryId]
    }),
  )
}

/** Offers that nobody has written about, those that end first before the others. */
export function listOffers(
  trx: NotificationsTransaction,
  { limit }: { readonly limit: number },
): Promise<OfferToTell[]> {
  return trx.sql.all<OfferToTell>(
    `select entry_id as entryId, member_id as memberId, order_id as orderId, title, options,
       quantity, expires_at_ms as expiresAtMs
     from pending_offer_mail order by expires_at_ms, entry_id limit ?`,
    limit,
  )
}

/** Stores the mails about these offers, and forgets that they waited. */
export const storeOfferMails = storeMailsAndForget(
  'delete from pending_offer_mail where entry_id = ?',
)
