import { uuidv8 } from '#platform/ids.ts'
import { confirmability } from './payment.ts'
import { namesOf, type PaymentsParts, providerOf } from './payments-deps.ts'
import { recoverPayments } from './recover-payments.ts'
import type { Hint, Hinted } from './webhook-store.ts'

const LIMIT = 100
const KEPT_DAYS = 30

/**
 * Asks the providers about payments of which they said something, and has the reconciler go on with
 * what it finds: the same steps, and the same guards, as after a confirmation. So it does not matter
 * how often, how late, in which order or by whom a hint was given.
 */
export async function followWebhooks(parts: PaymentsParts): Promise<void> {
  const { database, log } = parts
  const hints = await database.write.claimWebhooks({ providers: namesOf(parts), limit: LIMIT })
  await Promise.all(
    hints.map(hint =>
      follow(parts, hint).catch((error: unknown) => {
        const { paymentId } = hint
        log.warn({ err: error, paymentId }, 'a hint is not followed yet and will be tried again')
      }),
    ),
  )
}

/** Forgets messages that are older than any provider repeats them. */
export async function pruneWebhooks({ database, clock, dayMs }: PaymentsParts): Promise<void> {
  await database.write.pruneWebhooks({ beforeMs: clock.nowMs() - KEPT_DAYS * dayMs })
}

async function follow(parts: PaymentsParts, hint: Hint): Promise<void> {
  const { paymentId, webhookIds } = hint
  const payment = await parts.database.read.readHinted({ paymentId })
  const isFollowed = payment === null || (await goOn(parts, hint, payment))
  if (isFollowed) await parts.database.write.settleWebhooks({ webhookIds })
}

/** Whether the provider's word is known. */
async function goOn(parts: PaymentsParts, hint: Hint, payment: Hinted): Promise<boolean> {
  const { paymentId } = hint
  switch (confirmability(payment.state)) {
    case 'captured':
    case 'voided':
      return true
    case 'in_flight':
      if (parts.inFlight.has(paymentId)) return true
      await parts.database.write.makeDue({ paymentId })
      await recoverPayments(parts)
      return true
    case 'confirmable':
      return takeIn(parts, hint, payment)
  }
}

/**
 * Money that was taken although nobody here asked for it, as by hand in the provider's console: an
 * attempt is begun that finds it. Stock decides whether it is a sale; if not, it goes back.
 */
async function takeIn(
  parts: PaymentsParts,
  { paymentId, provider: name }: Hint,
  payment: Hinted,
): Promise<boolean> {
  const stands = await providerOf(parts, name).ask(provider => provider.statement({ paymentId }))
  if (stands.outcome !== 'captured') return stands.outcome !== 'unknown'
  await findCapture(parts, { paymentId, ...payment })
  return true
}

/** Begins an attempt that finds money which was taken, and settles it. */
export async function findCapture(
  parts: PaymentsParts,
  { paymentId, memberId, attempt }: Pick<Hint, 'paymentId'> & Omit<Hinted, 'state'>,
): Promise<void> {
  await parts.database.write.beginAttempt({
    ...{ paymentId, memberId, providerKey: null, providers: namesOf(parts), takeOverAtMs: 0 },
    key: uuidv8('webhook attempt', paymentId, String(attempt)),
  })
  await recoverPayments(parts)
}
