import type { Webhook, WebhookReading } from './payment-provider.ts'
import { isSignedByStripe } from './stripe-signature.ts'
import { objectOf, textOf, typeOf, webhookObject } from './webhook-json.ts'

/** What Stripe says by itself; signed, so that what is not is told from it. */
export function readStripeWebhook(
  { body, signature }: Webhook,
  { secret, nowMs }: { readonly secret: string | null; readonly nowMs: number },
): WebhookReading {
  if (secret === null || signature === null) return { outcome: 'forged' }
  if (!isSignedByStripe({ body, signature }, { secret, nowMs })) return { outcome: 'forged' }
  const event = webhookObject(body)
  const about = objectOf(objectOf(event?.data)?.object)
  const paymentId = textOf(objectOf(about?.metadata)?.paymentId)
  const messageId = textOf(event?.id)
  if (event === null || paymentId === null || messageId === null) return { outcome: 'other' }
  return { outcome: 'hint', type: typeOf(event.type), paymentId, messageId }
}
