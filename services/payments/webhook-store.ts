import type { PaymentState } from '#contracts/payments.ts'
import type { Provider } from '#contracts/providers.ts'
import type { Transaction } from '#platform/database/database.ts'
import { sqlList } from '#platform/database/sql-list.ts'
import { retryDelayMs } from './payment.ts'
import type { PaymentsTables } from './payment-tables.ts'

type Trx = Transaction<PaymentsTables>

/** What was said about one payment. */
export type Hint = {
  readonly paymentId: string
  readonly provider: Provider
  readonly webhookIds: readonly string[]
}

export type KeptWebhook = Omit<Hint, 'webhookIds'> & {
  /** Made of the message, so that its repetition is the same. */
  readonly webhookId: string
  readonly type: string
}

export type Hinted = {
  readonly memberId: string
  readonly state: PaymentState
  readonly attempt: number
}

const PRUNED_AT_ONCE = 500

export const reads = { readHinted }
export const writes = { keepWebhook, claimWebhooks, settleWebhooks, pruneWebhooks, makeDue }

/** Keeps a message about a payment that there is; what forgers invent fills no table. */
async function keepWebhook(
  trx: Trx,
  { webhookId, provider, type, paymentId }: KeptWebhook,
): Promise<'kept' | 'repeated' | 'nobodys'> {
  const nowMs = await trx.nowMs()
  const repeated = await trx.sql.run(
    'update webhook set times = times + 1 where webhook_id = ?',
    webhookId,
  )
  if (repeated === 1) return 'repeated'
  const kept = await trx.sql.run(
    `insert into webhook (webhook_id, provider, type, payment_id, received_at_ms, times, due_at_ms,
       tries)
     select ?, provider, ?, payment_id, ?, 1, ?, 0 from payment
     where payment_id = ? and provider = ?`,
    ...[webhookId, type, nowMs, nowMs, paymentId, provider],
  )
  return kept === 1 ? 'kept' : 'nobodys'
}

/** Payments about which something was said, for this caller alone. */
async function claimWebhooks(
  trx: Trx,
  { providers, limit }: { readonly providers: readonly Provider[]; readonly limit: number },
): Promise<Hint[]> {
  const nowMs = await trx.nowMs()
  const { marks, values } = sqlList(providers)
  const rows = await trx.sql.all<DueWebhook>(
    `select webhook_id as webhookId, payment_id as paymentId, provider, due_at_ms as dueAtMs, tries
     from webhook where due_at_ms <= ? and provider in (${marks})
     order by due_at_ms, webhook_id limit ?`,
    ...[nowMs, ...values, limit],
  )
  const claimed = await trx.sql.runEach(
    'update webhook set due_at_ms = ?, tries = tries + 1 where webhook_id = ? and due_at_ms = ?',
    rows.map(row => [nowMs + retryDelayMs(row.tries), row.webhookId, row.dueAtMs]),
  )
  const mine = rows.filter((_, index) => claimed[index] === 1)
  return [...Map.groupBy(mine, ({ paymentId }) => paymentId)].flatMap(([paymentId, ofPayment]) => {
    const webhookIds = ofPayment.map(({ webhookId }) => webhookId)
    return ofPayment.slice(0, 1).map(({ provider }) => ({ paymentId, provider, webhookIds }))
  })
}

type DueWebhook = Omit<Hint, 'webhookIds'> & {
  readonly webhookId: string
  readonly dueAtMs: number
  readonly tries: number
}

/** The provider was asked after these had been received. */
async function settleWebhooks(trx: Trx, { webhookIds }: Pick<Hint, 'webhookIds'>): Promise<void> {
  await trx.sql.later(
    'update webhook set due_at_ms = null where webhook_id = ?',
    ...webhookIds.map(webhookId => [webhookId]),
  )
}

async function pruneWebhooks(
  trx: Trx,
  { beforeMs }: { readonly beforeMs: number },
): Promise<number> {
  const old = await trx.sql.all<{ webhookId: string }>(
    `select webhook_id as webhookId from webhook where received_at_ms < ?
     order by received_at_ms limit ?`,
    ...[beforeMs, PRUNED_AT_ONCE],
  )
  if (old.length === 0) return 0
  const { marks, values } = sqlList(old.map(({ webhookId }) => webhookId))
  return trx.sql.run(`delete from webhook where webhook_id in (${marks})`, ...values)
}

/** Has the reconciler look at an attempt now, if its end is not known. */
async function makeDue(trx: Trx, { paymentId }: { readonly paymentId: string }): Promise<number> {
  return trx.sql.run(
    `update payment set due_at_ms = ? where payment_id = ? and state = 'confirming'`,
    ...[await trx.nowMs(), paymentId],
  )
}

async function readHinted(
  trx: Trx,
  { paymentId }: { readonly paymentId: string },
): Promise<Hinted | null> {
  const [row] = await trx.sql.all<Hinted>(
    'select member_id as memberId, state, attempt from payment where payment_id = ?',
    paymentId,
  )
  return row ?? null
}
