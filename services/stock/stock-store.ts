import { recollect } from '#platform/database/keyed-act.ts'
import { adjustmentReads } from './adjustment-list-store.ts'
import { commitCaptured } from './commit-store.ts'
import { dropAdminWrites } from './drop-admin-store.ts'
import { outwait } from './drop-lock-store.ts'
import { dropReads } from './drop-read-store.ts'
import { readHolder } from './drop-roll-store.ts'
import { waitlistReads, waitlistWrites } from './join-waitlist-store.ts'
import { ledgerReads } from './ledger-store.ts'
import { measureStock } from './measure-store.ts'
import { pinWrites } from './pin-store.ts'
import { regularWrites } from './regular-store.ts'
import { releaseReads, releaseWrites } from './release-store.ts'
import { reservationReads } from './reservation-store.ts'
import { reserveUnits } from './reserve-units.ts'
import { returnWrites } from './return-store.ts'
import { skuWrites } from './sku-store.ts'
import { recountReads } from './stock-recount-store.ts'
import type { StockTables, StockTransaction } from './stock-tables.ts'

/** Every transaction of stock, where its database is. */

export const reads = {
  ...dropReads,
  ...ledgerReads,
  ...reservationReads,
  ...releaseReads,
  ...waitlistReads,
  ...recountReads,
  ...adjustmentReads,
  measureStock,
  readHolder,
  recollect: recollect<StockTables>,
  readTime: (trx: StockTransaction, _: null) => trx.nowMs(),
}

export const writes = {
  reserveUnits,
  outwait,
  ...releaseWrites,
  ...returnWrites,
  ...pinWrites,
  ...regularWrites,
  ...dropAdminWrites,
  ...skuWrites,
  ...waitlistWrites,
}

export const consume = commitCaptured

export { migrations } from './stock-migrations.ts'
