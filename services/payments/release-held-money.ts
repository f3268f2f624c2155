import { isRefusal } from '#contracts/problems.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { findCapture } from './follow-webhooks.ts'
import type { Opened } from './held-money-store.ts'
import { confirmability } from './payment.ts'
import { namesOf, type PaymentsParts, providerOf } from './payments-deps.ts'

const LIMIT = 100

/**
 * Where a shopper has paid in the provider's window and never came back, the bank holds the money
 * for days. Once the reservation is over nothing can come of it: the payment is voided, and the
 * money is free.
 */
export async function releaseHeldMoney(parts: PaymentsParts): Promise<void> {
  const { database, log } = parts
  const opened = await database.write.claimOpened({ providers: namesOf(parts), limit: LIMIT })
  await Promise.all(
    opened.map(each =>
      look(parts, each).catch((error: unknown) => {
        const { paymentId } = each
        log.warn({ err: error, paymentId }, 'money that may be held will be looked at again')
      }),
    ),
  )
}

async function look(parts: PaymentsParts, opened: Opened): Promise<void> {
  const { database } = parts
  const { paymentId, provider: name, state } = opened
  switch (confirmability(state)) {
    case 'in_flight':
      return
    case 'captured':
    case 'voided':
      await database.write.forgetOpened({ paymentId })
      return
    case 'confirmable': {
      if (await isPayable(parts, opened)) return
      const answer = await providerOf(parts, name).ask(provider => provider.void({ paymentId }))
      if (answer.outcome === 'voided') await database.write.writeReleased({ paymentId })
      if (answer.outcome === 'captured') await findCapture(parts, opened)
    }
  }
}

async function isPayable({ stock, clock }: PaymentsParts, opened: Opened): Promise<boolean> {
  const { orderId, memberId } = opened
  const found = await stock.findReservation({ orderId, memberId }, fromService)
  if (isRefusal(found)) return false
  if (found.state === 'pinned') return true
  return found.state === 'held' && clock.nowMs() < found.expiresAtMs
}
