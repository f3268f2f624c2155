import type { PaymentState } from '#contracts/payments.ts'
import type { Provider } from '#contracts/providers.ts'
import type { Transaction } from '#platform/database/database.ts'
import { sqlList } from '#platform/database/sql-list.ts'
import { statesBefore } from './payment.ts'
import type { PaymentsTables } from './payment-tables.ts'

type Trx = Transaction<PaymentsTables>

/** A payment that was opened ahead at its provider, whose bank may hold money for it. */
export type Opened = {
  readonly paymentId: string
  readonly provider: Provider
  readonly orderId: string
  readonly memberId: string
  readonly state: PaymentState
  readonly attempt: number
}

export const writes = { claimOpened, writeReleased, forgetOpened }

/** Until what was found payable, or unknown, is looked at again. */
const NEXT_LOOK_MS = 600_000

const RELEASABLE = statesBefore('release')
  .map(state => `'${state}'`)
  .join(', ')

/** Those that are to be looked at, the longest first, for this caller alone. */
async function claimOpened(
  trx: Trx,
  { providers, limit }: { readonly providers: readonly Provider[]; readonly limit: number },
): Promise<Opened[]> {
  const nowMs = await trx.nowMs()
  const { marks, values } = sqlList(providers)
  const rows = await trx.sql.all<Opened & { lookAtMs: number }>(
    `select payment.payment_id as paymentId, provider, order_id as orderId,
       member_id as memberId, state, attempt, look_at_ms as lookAtMs
     from provider_payment join payment on payment.payment_id = provider_payment.payment_id
     where look_at_ms <= ? and provider in (${marks})
     order by look_at_ms, payment.payment_id limit ?`,
    ...[nowMs, ...values, limit],
  )
  const claimed = await trx.sql.runEach(
    'update provider_payment set look_at_ms = ? where payment_id = ? and look_at_ms = ?',
    rows.map(({ paymentId, lookAtMs }) => [nowMs + NEXT_LOOK_MS, paymentId, lookAtMs]),
  )
  return rows.filter((_, index) => claimed[index] === 1)
}

/** The provider has let the money go, and its key is barred. */
async function writeReleased(
  trx: Trx,
  { paymentId }: { readonly paymentId: string },
): Promise<number> {
  const written = await trx.sql.run(
    `update payment set state = 'voided', voided_because = 'reservation_ended'
     where payment_id = ? and state in (${RELEASABLE})`,
    paymentId,
  )
  await forgetOpened(trx, { paymentId })
  return written
}

/** It is settled: nothing is held for it any more. */
async function forgetOpened(
  trx: Trx,
  { paymentId }: { readonly paymentId: string },
): Promise<number> {
  return trx.sql.run(
    'update provider_payment set look_at_ms = null where payment_id = ?',
    paymentId,
  )
}
