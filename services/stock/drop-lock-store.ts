import type { Question } from '#platform/database/database.ts'
import { announceTogether, type Fact } from '#platform/events/outbox.ts'
import { emptyFrontier, type Frontier, frontierToBytes } from '#platform/security/merkle-tree.ts'
import type { DropRecord } from './drop.ts'
import type { NewEntry } from './ledger-entries.ts'
import { type AppendedEntries, appendEntries, storedFrontier } from './ledger-store.ts'
import type { StockTransaction } from './stock-tables.ts'

/**
 * A drop under its lock. Whoever changes a drop locks it, changes `drop`, adds what is to be told,
 * and saves; the next one waits until that is committed, so batches of one drop never overlap.
 */
export type LockedDrop = {
  drop: DropRecord
  /** One instant for all that is decided under this lock, never earlier than the last one. */
  readonly nowMs: number
  readonly frontier: Frontier
  readonly entries: NewEntry[]
  readonly events: NewFact[]
  /** Units that leave the drop for its SKU, or come from it where negative. */
  unitsToSku: number
}

export type NewFact = Fact & { readonly type: string }

type Row = Omit<DropRecord, 'paused' | 'ended'> & {
  readonly paused: number
  readonly ended: number
  readonly lastAtMs: number
  readonly frontier: Uint8Array
}

const COLUMNS = `drop_id as dropId, sku_id as skuId, product_id as productId, title,
  line_title as lineTitle, options, price_minor as priceMinor, currency, units, reserved, sold,
  waiting, opens_at_ms as opensAtMs, closes_at_ms as closesAtMs,
  limit_per_member as limitPerMember, hold_ms as holdMs, waiting_room as waitingRoom, paused,
  ended, next_position as nextPosition, next_due_at_ms as nextDueAtMs, ledger_size as ledgerSize,
  version, last_at_ms as lastAtMs, ledger_frontier as frontier`

/**
 * Null where there is no such drop. The first statement writes, so that it takes the row's lock;
 * what is asked for in the same breath is answered under it.
 */
export async function lockDrop(trx: StockTransaction, dropId: string): Promise<LockedDrop | null> {
  // In one breath, after the lock: the instant is that of whoever has it.
  const [, rows, nowMs] = await Promise.all([
    trx.sql.later(...lockOf(dropId)),
    trx.sql.all<Row>(...dropQuestion(dropId)),
    trx.nowMs(),
  ])
  return lockedOf(rows, nowMs)
}

/**
 * Waits until whoever has the drop's lock now has ended, be it for a process that is gone. False
 * where there is no such drop.
 */
export async function outwait(
  trx: StockTransaction,
  { dropId }: { readonly dropId: string },
): Promise<boolean> {
  const locked = await trx.sql.run(
    'update drop_sale set version = version where drop_id = ?',
    dropId,
  )
  return locked > 0
}

/** As `lockDrop`, with a question that is answered under the lock and travels along. */
export async function lockDropAsking<Answer>(
  trx: StockTransaction,
  dropId: string,
  question: Question,
): Promise<{ readonly locked: LockedDrop | null; readonly answers: readonly Answer[] }> {
  const [, rows, answers, nowMs] = await Promise.all([
    trx.sql.later(...lockOf(dropId)),
    trx.sql.all<Row>(...dropQuestion(dropId)),
    trx.sql.all<Answer>(...question),
    trx.nowMs(),
  ])
  return { locked: lockedOf(rows, nowMs), answers }
}

const lockOf = (dropId: string): [string, [string]] => [
  'update drop_sale set version = version + 1 where drop_id = ?',
  [dropId],
]

const dropQuestion = (dropId: string): Question => [
  `select ${COLUMNS} from drop_sale where drop_id = ?`,
  dropId,
]

function lockedOf([row]: readonly Row[], nowMs: number): LockedDrop | null {
  if (row === undefined) return null
  return {
    drop: recordOf(row),
    nowMs: Math.max(nowMs, row.lastAtMs),
    frontier: row.ledgerSize === 0 ? emptyFrontier : storedFrontier(row.ledgerSize, row.frontier),
    entries: [],
    events: [],
    unitsToSku: 0,
  }
}

/** Writes what was changed under the lock. Gives the ledger's part of it, null if none was added. */
export async function saveDrop(
  trx: StockTransaction,
  locked: LockedDrop,
): Promise<AppendedEntries | null> {
  const { nowMs, entries, events } = locked
  const { dropId } = locked.drop
  const appended =
    entries.length === 0
      ? null
      : await appendEntries(trx, { dropId, frontier: locked.frontier, nowMs }, entries)
  const frontier = appended?.frontier ?? locked.frontier
  locked.drop = { ...locked.drop, ledgerSize: frontier.size }
  const { drop } = locked
  await trx.sql.later(
    `update drop_sale set units = ?, reserved = ?, sold = ?, waiting = ?, title = ?,
       price_minor = ?, currency = ?, opens_at_ms = ?, closes_at_ms = ?, limit_per_member = ?,
       hold_ms = ?, waiting_room = ?, paused = ?, ended = ?, next_position = ?,
       next_due_at_ms = ?, last_at_ms = ?, ledger_size = ?, ledger_frontier = ?
     where drop_id = ?`,
    [
      drop.units,
      drop.reserved,
      drop.sold,
      drop.waiting,
      drop.title,
      drop.priceMinor,
      drop.currency,
      drop.opensAtMs,
      drop.closesAtMs,
      drop.limitPerMember,
      drop.holdMs,
      drop.waitingRoom,
      Number(drop.paused),
      Number(drop.ended),
      drop.nextPosition,
      drop.nextDueAtMs,
      nowMs,
      drop.ledgerSize,
      frontierToBytes(frontier),
      dropId,
    ],
  )
  if (locked.unitsToSku !== 0) {
    await trx.sql.later(
      'update sku set units = units + ?, version = version + 1 where sku_id = ?',
      [locked.unitsToSku, drop.skuId],
    )
  }
  for (const [type, facts] of Map.groupBy(events, event => event.type)) {
    await announceTogether(trx, nowMs, type, facts)
  }
  return appended
}

export async function readDropRecord(
  trx: StockTransaction,
  dropId: string,
): Promise<DropRecord | null> {
  const [row] = await trx.sql.all<Row>(...dropQuestion(dropId))
  return row === undefined ? null : recordOf(row)
}

/** Drops by a condition of our own, in an order of our own; never text from outside. */
export async function readDropRecords(
  trx: StockTransaction,
  conditionAndOrder: string,
  ...values: readonly (string | number)[]
): Promise<DropRecord[]> {
  const rows = await trx.sql.all<Row>(
    `select ${COLUMNS} from drop_sale where ${conditionAndOrder}`,
    ...values,
  )
  return rows.map(recordOf)
}

function recordOf({ lastAtMs: _, frontier: __, ...row }: Row): DropRecord {
  return { ...row, paused: row.paused === 1, ended: row.ended === 1 }
}
