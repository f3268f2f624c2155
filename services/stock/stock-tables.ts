import type { Generated } from 'kysely'
import type { ReservationState } from '#contracts/stock.ts'
import type { Transaction } from '#platform/database/database.ts'
import type { SigningKey } from '#platform/security/keyring.ts'

export type SkuTable = {
  sku_id: string
  product_id: string
  title: string
  options: string
  kind: 'drop' | 'regular'
  units: number
  reserved: Generated<number>
  sold: Generated<number>
  version: Generated<number>
}

type DropTable = {
  drop_id: string
  sku_id: string
  product_id: string
  title: string
  line_title: string
  options: string
  price_minor: number
  currency: string
  units: number
  reserved: Generated<number>
  sold: Generated<number>
  waiting: Generated<number>
  opens_at_ms: number
  closes_at_ms: number
  limit_per_member: number
  hold_ms: number
  waiting_room: string | null
  paused: Generated<number>
  ended: Generated<number>
  next_position: Generated<number>
  next_due_at_ms: number
  last_at_ms: number
  ledger_size: Generated<number>
  ledger_frontier: Uint8Array
  version: Generated<number>
}

type ReservationTable = {
  member_id: string
  /** Empty for a regular order. */
  drop_id: string
  reservation_id: string
  position: number | null
  quantity: number
  total_minor: number
  currency: string
  state: ReservationState
  reserved_at_ms: number
  expires_at_ms: number
  ledger_index: number | null
  payment_id: string | null
  attempt: number | null
  /** When its money came; it stays when a paid order is cancelled later. */
  committed_at_ms: number | null
  /** Counts the facts about it that were announced; a pin is none. */
  version: Generated<number>
}

export type StockTables = {
  sku: SkuTable
  sku_adjustment: {
    adjustment_id: string
    sku_id: string
    delta: number
    reason: string
    member_id: string
    at_ms: number
  }
  drop_sale: DropTable
  reservation: ReservationTable
  reservation_line: {
    reservation_id: string
    line_number: number
    sku_id: string
    quantity: number
    unit_price_minor: number
  }
  unit_return: {
    reservation_id: string
    return_id: string
    sku_id: string
    quantity: number
    at_ms: number
  }
  ended_pin: { payment_id: string; attempt: number }
  drop_roll: { drop_id: string; first_position: number; due_at_ms: number | null; holders: string }
  regular_hold: { due_at_ms: number; reservation_id: string; member_id: string }
  waitlist_entry: {
    drop_id: string
    ticket: number
    entry_id: string
    member_id: string
    quantity: number
    /** What became of an offer, its reservation tells. */
    state: 'waiting' | 'offered' | 'passed' | 'left'
    reservation_id: string | null
  }
  /** Of so many tickets one after the other, how many wait. */
  waitlist_block: { drop_id: string; first_ticket: number; waiting: number }
  ledger_segment: { drop_id: string; first_index: number; entries: string; head: string }
  ledger_node: { drop_id: string; level: number; node_index: number; hash: Uint8Array }
}

/** What the stock database is told when it is opened. */
export type StockSettings = {
  /** Signs the ledgers' heads. */
  readonly signingKey: SigningKey
  /** Makes the pseudonyms of members; who has it can tell who they are. */
  readonly pseudonymSecret: Uint8Array
  /** How long a day of the shop is; 24 hours unless told. */
  readonly dayMs?: number
}

export type StockTransaction = Transaction<StockTables, StockSettings>
export type ReservationRow = Omit<ReservationTable, 'version'> & { version: number }
