import { isRefusal } from '#contracts/problems.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { recoveryStep } from './payment.ts'
import type { LookupAnswer } from './payment-provider.ts'
import type { OpenWork } from './payment-recovery-store.ts'
import type { Attempt, VoidCause } from './payment-tables.ts'
import { namesOf, type PaymentsParts, providerOf } from './payments-deps.ts'
import { capture, pinOf, settle, settleVoided, unpin } from './settle-attempt.ts'

/**
 * The reconciler: takes up attempts whose outcome is not known, and pins that are still to be let
 * go. It may meet the live confirmation of the same attempt (in another process, or one that was
 * slow beyond all bounds); that does no harm, for these reasons:
 *
 * - The pin is repeated with the attempt's number. It is the same pin, and once an attempt has
 *   ended, stock refuses every pin of it, so that a late one cannot orphan a unit.
 * - A capture is repeated with the payment's key, under which the provider captures once. After a
 *   void it captures never; a late capture is told so and ends as a void too.
 * - The end of an attempt is written under a guard by exactly one of the two.
 * - A capture is announced whether or not the pin holds: stock alone decides whether it is a sale,
 *   and what it refuses is refunded. So there is one way for money that came too late, not two.
 */

const LIMIT = 100

/** Takes up what is due, at most 100 payments, all at once. */
export async function recoverPayments(parts: PaymentsParts): Promise<void> {
  const { database, inFlight, log } = parts
  const work = await database.write.claimOpenWork({ providers: namesOf(parts), limit: LIMIT })
  const ours = work.filter(({ attempt }) => !inFlight.has(attempt.paymentId))
  await Promise.all(
    ours.map(each =>
      goOn(parts, each).catch((error: unknown) => {
        const { paymentId } = each.attempt
        log.warn({ err: error, paymentId }, 'a payment is not settled yet and will be tried again')
      }),
    ),
  )
}

async function goOn(parts: PaymentsParts, { kind, attempt }: OpenWork): Promise<void> {
  if (kind === 'unpin') return unpin(parts, attempt)
  const pin = await repeatPin(parts, attempt)
  const found = await lookup(parts, attempt)
  switch (recoveryStep(pin === 'pinned' ? 'pinned' : 'refused', found.outcome)) {
    case 'wait':
      return
    case 'settle':
      if (found.outcome !== 'not_found') await settle(parts, attempt, found)
      return
    case 'capture': {
      const answer = await capture(parts, attempt)
      if (answer.outcome !== 'unknown') await settle(parts, attempt, answer)
      return
    }
    case 'void':
      await barKey(parts, attempt, pin === 'pinned' ? 'barred' : pin)
  }
}

async function repeatPin(
  { stock }: PaymentsParts,
  attempt: Attempt,
): Promise<'pinned' | VoidCause> {
  const answer = await stock.pin(pinOf(attempt), fromService)
  return isRefusal(answer) ? answer.refused : answer.state
}

function lookup(
  parts: PaymentsParts,
  { paymentId, attempt, provider: name }: Attempt,
): Promise<LookupAnswer> {
  return providerOf(parts, name).ask(provider => provider.lookup({ paymentId, attempt }))
}

/** No unit stands behind it: nothing may be taken any more. What was taken meanwhile is settled. */
async function barKey(parts: PaymentsParts, attempt: Attempt, because: VoidCause): Promise<void> {
  const { paymentId } = attempt
  const answer = await providerOf(parts, attempt.provider).ask(provider =>
    provider.void({ paymentId }),
  )
  if (answer.outcome === 'voided') await settleVoided(parts, attempt, because)
  else if (answer.outcome === 'captured') await settle(parts, attempt, answer)
}
