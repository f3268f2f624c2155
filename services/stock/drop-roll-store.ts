import { sqlList, sqlLists } from '#platform/database/sql-list.ts'
import type { StockTransaction } from './stock-tables.ts'

/**
 * The roll of a drop: who was let in, in the order of positions, a row for each batch. It tells
 * which holds are due, and whose reservations a drop has; what became of each, its own row tells.
 */

export type Holder = {
  readonly memberId: string
  readonly reservationId: string
  readonly position: number
  readonly quantity: number
}

/** Positions without gap, in ascending order; those whose hold ends at one instant share a row. */
export async function enrol(
  trx: StockTransaction,
  dropId: string,
  holders: readonly (Holder & { readonly expiresAtMs: number })[],
): Promise<void> {
  for (const [expiresAtMs, group] of Map.groupBy(holders, holder => holder.expiresAtMs)) {
    await trx.sql.later(
      'insert into drop_roll (drop_id, first_position, due_at_ms, holders) values (?, ?, ?, ?)',
      [dropId, group[0]?.position ?? 0, expiresAtMs, textOf(group)],
    )
  }
}

type RollRow = { readonly firstPosition: number; readonly holders: string }

/**
 * Takes holders off the roll whose holds are due, about so many, oldest first. Whether they still
 * hold, their rows tell: many have paid by now.
 */
export async function takeDue(
  trx: StockTransaction,
  { dropId, nowMs, limit }: { dropId: string; nowMs: number; limit: number },
): Promise<Holder[]> {
  const due: Holder[] = []
  while (due.length < limit) {
    const rows = await trx.sql.all<RollRow>(
      `select first_position as firstPosition, holders from drop_roll
       where drop_id = ? and due_at_ms <= ? order by due_at_ms, first_position limit ?`,
      dropId,
      nowMs,
      ROWS,
    )
    if (rows.length === 0) break
    for (const row of rows) {
      if (due.length >= limit) break
      for (const holder of holdersOf(row)) due.push(holder)
      await trx.sql.later(
        'update drop_roll set due_at_ms = null where drop_id = ? and first_position = ?',
        [dropId, row.firstPosition],
      )
    }
  }
  return due
}

/** When the next holds of a drop are due. */
export async function readNextDue(trx: StockTransaction, dropId: string): Promise<number | null> {
  const [row] = await trx.sql.all<{ next: number | null }>(
    'select min(due_at_ms) as next from drop_roll where drop_id = ? and due_at_ms is not null',
    dropId,
  )
  return row?.next ?? null
}

/** Everybody whom a drop has let in. */
export async function readRoll(trx: StockTransaction, dropId: string): Promise<Holder[]> {
  const rows = await trx.sql.all<RollRow>(
    `select first_position as firstPosition, holders from drop_roll
     where drop_id = ? order by first_position`,
    dropId,
  )
  return rows.flatMap(holdersOf)
}

/** Who has this position in the drop. */
export async function readHolder(
  trx: StockTransaction,
  { dropId, position }: { readonly dropId: string; readonly position: number },
): Promise<Holder | null> {
  const rows = await trx.sql.all<RollRow>(
    `select first_position as firstPosition, holders from drop_roll
     where drop_id = ? and first_position <= ? order by first_position desc limit 1`,
    dropId,
    position,
  )
  return rows.flatMap(holdersOf).find(holder => holder.position === position) ?? null
}

/** The versions of reservations of a drop, by their id. */
export async function readVersions(
  trx: StockTransaction,
  dropId: string,
  holders: readonly Holder[],
): Promise<Map<string, number>> {
  const versions = new Map<string, number>()
  for (const some of sqlLists(holders)) {
    const members = sqlList(some.map(holder => holder.memberId))
    const rows = await trx.sql.all<{ id: string; version: number }>(
      `select reservation_id as id, version from reservation
       where member_id in (${members.marks}) and drop_id = ?`,
      ...members.values,
      dropId,
    )
    for (const { id, version } of rows) versions.set(id, version)
  }
  return versions
}

export type TakenRow = { readonly memberId: string; readonly units: number }

/** What takes units of a drop: live holds, and what is paid. */
export const TAKES = "(state = 'held' or state = 'pinned' or state = 'committed')"

/** How many units of a drop these members have taken. */
export async function readTaken(
  trx: StockTransaction,
  dropId: string,
  memberIds: readonly string[],
): Promise<Map<string, number>> {
  const taken = new Map<string, number>()
  for (const some of sqlLists(memberIds)) {
    const members = sqlList(some)
    const rows = await trx.sql.all<TakenRow>(
      `select member_id as memberId, sum(quantity) as units from reservation
       where member_id in (${members.marks}) and drop_id = ? and ${TAKES} group by member_id`,
      ...members.values,
      dropId,
    )
    for (const { memberId, units } of rows) taken.set(memberId, units)
  }
  return taken
}

/** How many reservations of a drop are in each state. */
export async function countStates(
  trx: StockTransaction,
  dropId: string,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  const roll = await readRoll(trx, dropId)
  for (const some of sqlLists([...new Set(roll.map(holder => holder.memberId))])) {
    const members = sqlList(some)
    const rows = await trx.sql.all<{ state: string; count: number }>(
      `select state, count(*) as count from reservation
       where member_id in (${members.marks}) and drop_id = ? group by state`,
      ...members.values,
      dropId,
    )
    for (const { state, count } of rows) counts[state] = (counts[state] ?? 0) + count
  }
  return counts
}

/** Rows of the roll that are looked at together. */
const ROWS = 50

const textOf = (holders: readonly Holder[]): string =>
  `[${holders.map(holder => `["${holder.memberId}","${holder.reservationId}",${holder.quantity}]`).join(',')}]`

function holdersOf({ firstPosition, holders }: RollRow): Holder[] {
  const list = JSON.parse(holders) as [string, string, number][]
  return list.map(([memberId, reservationId, quantity], at) => ({
    memberId,
    reservationId,
    position: firstPosition + at,
    quantity,
  }))
}
