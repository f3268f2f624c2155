import { createHmac } from 'node:crypto'
import {
  type Asked,
  aProviderServer,
  type Given,
  type ProviderServer,
} from './a-provider-server.ts'
import type { StripeConfig } from './payment-provider.stripe.ts'

/** What becomes of a card; `lost`: it is captured, but the answer is cut off. */
type Fate = 'captured' | 'declined' | 'lost'

type Intent = {
  readonly id: string
  readonly amount: number
  readonly currency: string
  readonly metadata: Readonly<Record<string, string>>
  status: string
  fate: Fate
  received: number
  lastError: { code: string; decline_code: string } | null
}

type Refund = {
  readonly id: string
  readonly payment_intent: string
  readonly amount: number
  readonly status: string
  readonly metadata: Readonly<Record<string, string>>
}

export type StripeServer = ProviderServer & {
  readonly config: StripeConfig & { readonly webhookSecret: string }
  /** What the shopper does in Stripe's window: the bank holds the money, or refuses the card. */
  confirm(paymentId: string, fate: Fate): void
  /** Somebody captures in Stripe's own dashboard. */
  captureInDashboard(paymentId: string): void
  statusOf(paymentId: string): string | undefined
  /** Of whom a browser speaks that has this secret. */
  paymentIdOf(clientSecret: string): string
  /** What Stripe says by itself: the event, and its signature at this instant. */
  webhookOf(about: { readonly paymentId: string; readonly type: string; readonly atMs: number }): {
    readonly body: string
    readonly signature: string
  }
}

const SECRET = 'sk_test_4eC39HqLyjWDarjtT1zdp7dc'
const WEBHOOK_SECRET = 'whsec_5f1b0c2e8d7a4f6391c0'

/** A double of Stripe: PaymentIntents, refunds and signed events, by its documented interface. */
export async function aStripeServer(): Promise<StripeServer> {
  const intents: Intent[] = []
  const refunds: Refund[] = []
  let events = 0
  const byPayment = (paymentId: string) =>
    intents.find(({ metadata }) => metadata.paymentId === paymentId)
  const refundedOf = ({ id }: Intent) =>
    refunds.filter(each => each.payment_intent === id).reduce((sum, each) => sum + each.amount, 0)

  const objectOf = (intent: Intent) => ({
    ...{ id: intent.id, object: 'payment_intent', amount: intent.amount },
    ...{ currency: intent.currency },
    ...{ status: intent.status, amount_received: intent.received, metadata: intent.metadata },
    ...{ client_secret: `${intent.id}_secret_1`, last_payment_error: intent.lastError },
    latest_charge:
      intent.received === 0 ? null : { object: 'charge', amount_refunded: refundedOf(intent) },
  })

  function answer({ method, path, query, authorization, body }: Asked): Given {
    if (authorization !== `Bearer ${SECRET}`) return refusal(401, 'invalid_request_error', {})
    const fields = new URLSearchParams(body)
    if (path === '/v1/refunds' && method === 'GET') {
      const data = refunds.filter(each => each.payment_intent === query.get('payment_intent'))
      return { status: 200, body: { object: 'list', data, has_more: false } }
    }
    if (path === '/v1/refunds') return refund(fields)
    const [, id, act] = /^\/v1\/payment_intents(?:\/([^/]+))?(?:\/(\w+))?$/.exec(path) ?? []
    if (id === undefined) return method === 'POST' ? create(fields) : listed()
    const intent = intents.find(each => each.id === id)
    if (intent === undefined) return refusal(404, 'invalid_request_error', MISSING)
    if (act === 'capture') return capture(intent, Number(fields.get('amount_to_capture')))
    if (act === 'cancel') return cancel(intent)
    return { status: 200, body: objectOf(intent) }
  }

  const listed = (): Given => ({
    status: 200,
    body: { object: 'list', data: intents.slice(-1).map(objectOf), has_more: true },
  })

  function create(fields: URLSearchParams): Given {
    if (fields.get('capture_method') !== 'manual') {
      return refusal(400, 'invalid_request_error', { code: 'parameter_invalid_string' })
    }
    const amount = Number(fields.get('amount'))
    const currency = fields.get('currency') ?? ''
    const least = LEAST[currency]
    // Without a code: the message alone says that there is no such currency.
    if (least === undefined) return refusal(400, 'invalid_request_error', { param: 'currency' })
    if (amount < least) return refusal(400, 'invalid_request_error', { code: 'amount_too_small' })
    const intent: Intent = {
      ...{ id: `pi_${intents.length + 1}Mq`, amount, currency, received: 0 },
      ...{ metadata: metadataIn(fields), status: 'requires_payment_method' },
      ...{ fate: 'captured', lastError: null },
    }
    intents.push(intent)
    return { status: 200, body: objectOf(intent) }
  }

  function capture(intent: Intent, amount: number): Given {
    if (intent.status !== 'requires_capture') return unexpected(intent)
    if (amount > intent.amount) {
      return refusal(400, 'invalid_request_error', { code: 'amount_too_large' })
    }
    intent.status = 'succeeded'
    intent.received = amount
    return { status: 200, body: objectOf(intent), lost: intent.fate === 'lost' }
  }

  function cancel(intent: Intent): Given {
    if (intent.status === 'succeeded' || intent.status === 'canceled') return unexpected(intent)
    intent.status = 'canceled'
    return { status: 200, body: objectOf(intent) }
  }

  function refund(fields: URLSearchParams): Given {
    const intent = intents.find(each => each.id === fields.get('payment_intent'))
    if (intent === undefined) return refusal(404, 'invalid_request_error', MISSING)
    const amount = Number(fields.get('amount'))
    if (amount > intent.received - refundedOf(intent)) {
      return refusal(400, 'invalid_request_error', { code: 'charge_already_refunded' })
    }
    const made: Refund = {
      ...{ id: `re_${refunds.length + 1}`, payment_intent: intent.id, amount },
      ...{ status: 'succeeded', metadata: metadataIn(fields) },
    }
    refunds.push(made)
    return { status: 200, body: { object: 'refund', ...made } }
  }

  const unexpected = (intent: Intent): Given =>
    refusal(400, 'invalid_request_error', {
      code: 'payment_intent_unexpected_state',
      payment_intent: objectOf(intent),
    })

  const server = await aProviderServer({
    answer,
    busy: refusal(409, 'idempotency_error', { code: 'idempotency_key_in_use' }),
    otherBody: refusal(400, 'idempotency_error', {}),
    broken: refusal(500, 'api_error', {}),
  })
  return {
    ...server,
    config: {
      ...{ secretKey: SECRET, publishableKey: 'pk_test_TYooMQauvdEDq54NiTphI7jx' },
      ...{ webhookSecret: WEBHOOK_SECRET, url: server.url, scriptUrl: server.url },
    },
    confirm(paymentId, fate) {
      const intent = byPayment(paymentId)
      if (intent === undefined) throw new Error('a shopper pays what was opened')
      if (intent.status === 'succeeded' || intent.status === 'canceled') return
      intent.fate = fate
      intent.status = fate === 'declined' ? 'requires_payment_method' : 'requires_capture'
      const refused = { code: 'card_declined', decline_code: 'insufficient_funds' }
      intent.lastError = fate === 'declined' ? refused : null
    },
    captureInDashboard(paymentId) {
      const intent = byPayment(paymentId)
      if (intent !== undefined) capture(intent, intent.amount)
    },
    statusOf: paymentId => byPayment(paymentId)?.status,
    paymentIdOf: clientSecret =>
      intents.find(({ id }) => clientSecret.startsWith(`${id}_`))?.metadata.paymentId ?? '',
    webhookOf({ paymentId, type, atMs }) {
      const id = `evt_${++events}`
      const intent = byPayment(paymentId)
      const object = intent === undefined ? { metadata: { paymentId } } : objectOf(intent)
      const body = JSON.stringify({ id, object: 'event', type, data: { object } })
      return { body, signature: signed(body, { secret: WEBHOOK_SECRET, atMs }) }
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

/** The header `Stripe-Signature` that Stripe sends with this body at this instant. */
export function signed(
  body: string,
  { secret, atMs }: { readonly secret: string; readonly atMs: number },
): string {
  const seconds = Math.floor(atMs / 1_000)
  const v1 = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return `t=${seconds},v1=${v1}`
}

/** Of some currencies, the least amount that is charged, in minor units. */
const LEAST: Readonly<Record<string, number | undefined>> = { krw: 100, usd: 50 }

const MISSING = { code: 'resource_missing' }

function metadataIn(fields: URLSearchParams): Record<string, string> {
  const named = [...fields].flatMap(([name, value]) => {
    const [, key] = /^metadata\[(\w+)\]$/.exec(name) ?? []
    return key === undefined ? [] : [[key, value] as const]
  })
  return Object.fromEntries(named)
}

const refusal = (status: number, type: string, more: object): Given => ({
  status,
  body: { error: { type, message: `${type}.`, ...more } },
})
