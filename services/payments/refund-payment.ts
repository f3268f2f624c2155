import assert from 'node:assert/strict'
import type { CallContext } from '#contracts/operation.ts'
import type { MadeRefund } from '#contracts/payments.ts'
import { type Refusal, refuse, refuseField } from '#contracts/problems.ts'
import type { RefundOrder } from './payment-tables.ts'
import { namesOf, type PaymentsParts, providerOf } from './payments-deps.ts'
import type { OrderRefund } from './refund-order-store.ts'

type RefundInput = {
  readonly paymentId: string
  readonly amountMinor: number
  readonly currency?: string
  readonly reason: string
}

type Refused = Refusal<
  'invalid_request' | 'not_found' | 'refund_exceeds_capture' | 'idempotency_conflict'
>

const LIMIT = 100

/**
 * Gives money back in a merchant's name. The amount is set aside before the provider is asked; an
 * answer that is lost leaves the refund `requested`, and the job goes on with it. A key that comes
 * again is told the same refund, as it stands by then.
 */
export async function refundPayment(
  parts: PaymentsParts,
  input: RefundInput,
  { caller, idempotencyKey }: CallContext,
): Promise<MadeRefund | Refused> {
  assert(caller !== null && idempotencyKey !== undefined, 'the gateway lets nobody else in')
  const begun = await parts.database.write.requestRefund({
    refundId: parts.ids.next(),
    paymentId: input.paymentId,
    amountMinor: input.amountMinor,
    currency: input.currency,
    reason: input.reason,
    merchantId: caller.memberId,
    key: idempotencyKey,
  })
  switch (begun.outcome) {
    case 'requested':
      // Another provider's payment waits until that one's keys are there again.
      if (!parts.providers.has(begun.provider)) return begun.refund
      return (await giveBack(parts, { ...begun.refund, provider: begun.provider })) ?? begun.refund
    case 'known':
      return begun.refund
    case 'conflict':
      return refuse('idempotency_conflict')
    case 'not_found':
      return refuse('not_found')
    case 'exceeds':
      return refuse('refund_exceeds_capture')
    case 'other_currency':
      return refuseField('currency', `must be the payment’s, ${begun.currency}`)
  }
}

/**
 * Gives back what an order owes its member: the job asks the provider. Its id makes it once, and
 * what was given back before is taken off it; the amount that is left of it is told.
 */
export async function refundOrder(
  { database, log }: PaymentsParts,
  refund: OrderRefund,
): Promise<{ readonly amountMinor: number } | Refusal<'not_found'>> {
  const requested = await database.write.requestOrderRefund(refund)
  switch (requested.outcome) {
    case 'set_aside':
      return { amountMinor: requested.amountMinor }
    case 'not_found':
      return refuse('not_found')
    case 'nothing_left': {
      const { paymentId, refundId } = refund
      const about = { paymentId, refundId }
      log.info(about, 'all of a payment had been given back before its order asked')
      return { amountMinor: 0 }
    }
  }
}

/** Goes on with refunds whose answer was lost, or that the shop itself requested. */
export async function completeRefunds(parts: PaymentsParts): Promise<void> {
  const { database, log } = parts
  const claim = { providers: namesOf(parts), limit: LIMIT }
  const orders = await database.write.claimRefunds(claim)
  await Promise.all(
    orders.map(order =>
      giveBack(parts, order).catch((error: unknown) => {
        const { refundId } = order
        log.warn({ err: error, refundId }, 'a refund is not written yet and will be tried again')
      }),
    ),
  )
}

/** Asks the provider, once per refundId however often. Gives the refund if it is done. */
async function giveBack(
  parts: PaymentsParts,
  { refundId, paymentId, amount, provider: name }: RefundOrder,
): Promise<MadeRefund | null> {
  const { database, log } = parts
  const { ask } = providerOf(parts, name)
  const answer = await ask(provider => provider.refund({ refundId, paymentId, amount }))
  if (answer.outcome === 'refunded') return database.write.writeRefunded({ refundId })
  if (answer.outcome === 'refused') {
    log.error({ refundId, paymentId }, 'the payment provider refuses a refund of what it captured')
  }
  return null
}
