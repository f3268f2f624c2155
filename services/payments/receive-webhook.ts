import { type Refusal, refuse, refuseField } from '#contracts/problems.ts'
import type { Provider } from '#contracts/providers.ts'
import { uuidv8 } from '#platform/ids.ts'
import type { PaymentsParts } from './payments-deps.ts'
import { webhookObject } from './webhook-json.ts'

type WebhookInput = {
  readonly provider: Provider
  readonly body: string
  readonly signature?: string
}

type Received = { readonly received: true }
type Refused = Refusal<'not_found' | 'body_malformed' | 'invalid_request'>

export const FOLLOW_WEBHOOKS = 'payments.follow_webhooks'

const RECEIVED: Received = { received: true }
const FORGED = refuseField('signature', 'is not of this provider, or too old')

/**
 * Keeps what a provider says by itself, as a hint about a payment. It says nothing of what the shop
 * knows: who sends a message about somebody's payment, or about none, is told the same.
 */
export async function receiveWebhook(
  { providers, database, wake }: PaymentsParts,
  { provider: name, body, signature }: WebhookInput,
): Promise<Received | Refused> {
  const asked = providers.get(name)
  if (asked === undefined) return refuse('not_found')
  const reading = asked.provider.readWebhook({ body, signature: signature ?? null })
  if (reading.outcome === 'forged') return FORGED
  if (webhookObject(body) === null) return refuse('body_malformed')
  if (reading.outcome === 'other') return RECEIVED
  const { type, paymentId, messageId } = reading
  const webhookId = uuidv8('webhook', name, messageId)
  const kept = await database.write.keepWebhook({ webhookId, provider: name, type, paymentId })
  if (kept === 'kept') wake(FOLLOW_WEBHOOKS)
  return RECEIVED
}
