import { uuidv8 } from '#platform/ids.ts'
import type { Waiting } from './decide-offers.ts'
import type { StockTables, StockTransaction } from './stock-tables.ts'

/** The rows of the waitlist. Whoever writes them holds the drop's lock. */

export type WaitlistEntry = Waiting & {
  readonly state: StockTables['waitlist_entry']['state']
  readonly reservationId: string | null
}

const COLUMNS = `ticket, entry_id as entryId, member_id as memberId, quantity, state,
  reservation_id as reservationId`

/** The reservation that an offer to this entry is: known before it is made, and the only one. */
export const offerIdOf = (entryId: string): string => uuidv8('waitlist-offer', entryId)

/** The first in line, or the next behind a ticket. */
export function readLine(
  trx: StockTransaction,
  dropId: string,
  limit: number,
  behindTicket = 0,
): Promise<WaitlistEntry[]> {
  return trx.sql.all<WaitlistEntry>(
    `select ${COLUMNS} from waitlist_entry where drop_id = ? and state = 'waiting' and ticket > ?
     order by ticket limit ?`,
    dropId,
    behindTicket,
    limit,
  )
}

/** The member's newest entry, whatever became of it. */
export async function readOwnEntry(
  trx: StockTransaction,
  dropId: string,
  memberId: string,
): Promise<WaitlistEntry | null> {
  const [entry] = await trx.sql.all<WaitlistEntry>(
    `select ${COLUMNS} from waitlist_entry where member_id = ? and drop_id = ?
     order by ticket desc limit 1`,
    memberId,
    dropId,
  )
  return entry ?? null
}

/** How many wait before this ticket; of those far before it only the sums are looked at. */
export async function countAhead(
  trx: StockTransaction,
  dropId: string,
  ticket: number,
): Promise<number> {
  const first = firstOfBlock(ticket)
  const [row] = await trx.sql.all<{ ahead: number }>(
    `select coalesce((select sum(waiting) from waitlist_block
         where drop_id = ? and first_ticket < ?), 0)
       + (select count(*) from waitlist_entry
         where drop_id = ? and state = 'waiting' and ticket >= ? and ticket < ?) as ahead`,
    ...[dropId, first, dropId, first, ticket],
  )
  return row?.ahead ?? 0
}

/** Gives the ticket: the next of this drop. */
export async function insertEntry(
  trx: StockTransaction,
  dropId: string,
  entry: Omit<Waiting, 'ticket'>,
): Promise<number> {
  const [row] = await trx.sql.all<{ last: number | null }>(
    'select max(ticket) as last from waitlist_entry where drop_id = ?',
    dropId,
  )
  const ticket = (row?.last ?? 0) + 1
  await trx.sql.later(
    `insert into waitlist_entry (drop_id, ticket, entry_id, member_id, quantity, state)
     values (?, ?, ?, ?, ?, 'waiting')`,
    [dropId, ticket, entry.entryId, entry.memberId, entry.quantity],
  )
  const first = firstOfBlock(ticket)
  await (first === ticket
    ? trx.sql.later(
        'insert into waitlist_block (drop_id, first_ticket, waiting) values (?, ?, 1)',
        [dropId, first],
      )
    : trx.sql.later(
        'update waitlist_block set waiting = waiting + 1 where drop_id = ? and first_ticket = ?',
        [dropId, first],
      ))
  return ticket
}

/** A line is counted in blocks of so many tickets; the migration of old lines knows it too. */
const BLOCK = 256

const firstOfBlock = (ticket: number): number => ticket - ((ticket - 1) % BLOCK)

/** These waited until now. */
async function countOut(
  trx: StockTransaction,
  dropId: string,
  tickets: readonly number[],
): Promise<void> {
  const blocks = Map.groupBy(tickets, firstOfBlock)
  await trx.sql.later(
    'update waitlist_block set waiting = waiting - ? where drop_id = ? and first_ticket = ?',
    ...[...blocks].map(([first, some]) => [some.length, dropId, first]),
  )
}

/** These wait no longer. */
export async function endWaiting(
  trx: StockTransaction,
  dropId: string,
  tickets: readonly number[],
  how: 'passed' | 'left',
): Promise<void> {
  await trx.sql.later(
    `update waitlist_entry set state = ? where drop_id = ? and ticket = ? and state = 'waiting'`,
    ...tickets.map(ticket => [how, dropId, ticket]),
  )
  await countOut(trx, dropId, tickets)
}

/** These have been offered what they waited for. */
export async function noteOffers(
  trx: StockTransaction,
  dropId: string,
  offered: readonly Pick<Waiting, 'ticket' | 'entryId'>[],
): Promise<void> {
  await trx.sql.later(
    `update waitlist_entry set state = 'offered', reservation_id = ?
     where drop_id = ? and ticket = ? and state = 'waiting'`,
    ...offered.map(({ ticket, entryId }) => [offerIdOf(entryId), dropId, ticket]),
  )
  await countOut(
    trx,
    dropId,
    offered.map(({ ticket }) => ticket),
  )
}
