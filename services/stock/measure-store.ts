import type { StockTransaction } from './stock-tables.ts'

/** What the operator is told of a drop that runs. */
export type DropMeasures = {
  readonly dropId: string
  readonly available: number
  readonly reserved: number
  readonly sold: number
  readonly waiting: number
  /** Since when its oldest batch of holds is held, and since when the head of its line waits. */
  readonly heldSinceMs: number | null
  readonly headSinceMs: number | null
}

type StockMeasures = {
  readonly nowMs: number
  readonly drops: readonly DropMeasures[]
  /** When the longest due hold was due; null where none is. */
  readonly dropDueMs: number | null
  readonly regularDueMs: number | null
}

/** Drops that run, the newest first: at most so many, so that what is told stays bounded. */
const DROPS = 50

/** A handful of looks at indexes: nothing grows with the number of reservations. */
export async function measureStock({ sql, nowMs }: StockTransaction): Promise<StockMeasures> {
  const now = await nowMs()
  const running = await sql.all<DropRow>(RUNNING, now, DROPS)
  const [dropDue] = await sql.all<Due>(
    'select min(next_due_at_ms) as dueMs from drop_sale where next_due_at_ms <= ?',
    now,
  )
  const [regularDue] = await sql.all<Due>(
    'select min(due_at_ms) as dueMs from regular_hold where due_at_ms <= ?',
    now,
  )
  return {
    nowMs: now,
    drops: running.map(({ dueMs, holdMs, headId, ...drop }) => ({
      ...drop,
      heldSinceMs: dueMs === null ? null : dueMs - holdMs,
      headSinceMs: headId === null ? null : bornAtMs(headId),
    })),
    dropDueMs: dropDue?.dueMs ?? null,
    regularDueMs: regularDue?.dueMs ?? null,
  }
}

type Due = { readonly dueMs: number | null }
type DropRow = Omit<DropMeasures, 'heldSinceMs' | 'headSinceMs'> & {
  readonly holdMs: number
  readonly dueMs: number | null
  readonly headId: string | null
}

const RUNNING = `select d.drop_id as dropId, units - reserved - sold as available, reserved, sold,
    waiting, hold_ms as holdMs,
    (select min(due_at_ms) from drop_roll as roll
     where roll.drop_id = d.drop_id and due_at_ms is not null) as dueMs,
    (select entry_id from waitlist_entry as line
     where line.drop_id = d.drop_id and line.state = 'waiting' order by ticket limit 1) as headId
  from drop_sale as d where ended = 0 and opens_at_ms <= ?
  order by opens_at_ms desc, drop_id limit ?`

/** A UUID of version 7 begins with its instant (RFC 9562). */
const bornAtMs = (uuidv7: string): number =>
  Number.parseInt(uuidv7.replace('-', '').slice(0, 12), 16)
