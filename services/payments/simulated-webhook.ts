import { hash } from 'node:crypto'
import type { WebhookReading } from './payment-provider.ts'
import { textOf, typeOf, webhookObject } from './webhook-json.ts'

/** The simulator's own word: `{ "type": "payment.captured", "paymentId": "…" }`, not signed. */
export function readSimulatedWebhook(body: string): WebhookReading {
  const message = webhookObject(body)
  const paymentId = textOf(message?.paymentId)
  if (message === null || paymentId === null) return { outcome: 'other' }
  const messageId = hash('sha256', body)
  return { outcome: 'hint', type: typeOf(message.type), paymentId, messageId }
}
