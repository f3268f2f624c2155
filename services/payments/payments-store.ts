import * as held from './held-money-store.ts'
import * as attempt from './payment-attempt-store.ts'
import * as entry from './payment-entry-store.ts'
import { measurePayments } from './payment-measure-store.ts'
import * as outcome from './payment-outcome-store.ts'
import * as read from './payment-read-store.ts'
import * as recovery from './payment-recovery-store.ts'
import * as memory from './provider-memory-store.ts'
import * as reconciliationRead from './reconciliation-read-store.ts'
import * as reconciliation from './reconciliation-store.ts'
import { findCaptures, listCountedPayments, readCaptures } from './recount-payments-store.ts'
import * as orderRefund from './refund-order-store.ts'
import * as refund from './refund-store.ts'
import * as webhook from './webhook-store.ts'

export { consume } from './commit-refused-store.ts'
export { migrations } from './payments-migrations.ts'

export const reads = {
  ...entry.reads,
  ...attempt.reads,
  ...read.reads,
  ...memory.reads,
  listCountedPayments,
  ...reconciliation.reads,
  ...reconciliationRead.reads,
  ...webhook.reads,
  measurePayments,
  findCaptures,
  readCaptures,
}
export const writes = {
  ...entry.writes,
  ...attempt.writes,
  ...outcome.writes,
  ...recovery.writes,
  ...refund.writes,
  ...orderRefund.writes,
  ...memory.writes,
  ...held.writes,
  ...reconciliation.writes,
  ...webhook.writes,
}
