import type {
  CaptureAnswer,
  CaptureRequest,
  OpenAnswer,
  OpenRequest,
  PaymentProvider,
} from './payment-provider.ts'
import {
  askOverHttp,
  isDefinitiveRefusal,
  isNoAnswer,
  type ProviderAnswer,
  ProviderFault,
} from './provider-http.ts'
import type { AdapterDeps } from './provider-memory.ts'
import { untilNotBusy } from './provider-patience.ts'
import { stripeWindow } from './provider-windows.ts'
import {
  certainOf,
  declineCodeOf,
  intentStanding,
  intentStatement,
  type PaymentIntent,
  paymentIntentOf,
} from './stripe-payment-intent.ts'
import { readStripeWebhook } from './stripe-webhook.ts'
import { objectOf, textOf } from './webhook-json.ts'

export type StripeConfig = {
  readonly secretKey: string
  /** For the browser. */
  readonly publishableKey: string
  /** Null: no message of Stripe's can be proven, so none is believed. */
  readonly webhookSecret: string | null
  /** Without a slash at the end, as the next. */
  readonly url: string
  /** From where the browser takes Stripe.js. */
  readonly scriptUrl: string
}

const API_VERSION = '2025-09-30.clover'
const TIMEOUT_MS = 8_000

/** So many refunds of one payment are looked through; a payment has a few. */
const REFUNDS = 100

/**
 * Stripe. A PaymentIntent is opened when the payment is entered, to be captured by hand: in Stripe's
 * window the shopper has the bank hold the money, and only when the units are pinned is it taken.
 * KRW has no decimals at Stripe either, so minor units are what it counts in.
 */
export function stripePaymentProvider(
  { memory, clock }: AdapterDeps,
  { secretKey, publishableKey, webhookSecret, url, scriptUrl }: StripeConfig,
): PaymentProvider {
  const ask = askOverHttp({
    url,
    headers: {
      authorization: `Bearer ${secretKey}`,
      'content-type': 'application/x-www-form-urlencoded',
      'stripe-version': API_VERSION,
    },
    timeoutMs: TIMEOUT_MS,
  })

  const post = (path: string, idempotencyKey: string, fields: Readonly<Record<string, string>>) =>
    untilNotBusy(
      { clock },
      () =>
        ask({
          ...{ method: 'POST', path, idempotencyKey },
          body: new URLSearchParams(fields).toString(),
        }),
      // Another request of this key, or of this payment, is under way.
      ({ status }) => status === 409,
    )

  async function read(reference: string): Promise<PaymentIntent> {
    const path = `/v1/payment_intents/${reference}?expand[]=latest_charge`
    const answer = await ask({ method: 'GET', path })
    const intent = paymentIntentOf(answer.body)
    // Where our own is not found, the keys are another account's: nothing follows from that.
    if (answer.status !== 200 || intent === null) throw faultOf(answer)
    return intent
  }

  async function openIntent(request: OpenRequest): Promise<OpenAnswer> {
    const { paymentId, orderId, method, amount } = request
    const answer = await post('/v1/payment_intents', `${paymentId}:open`, {
      amount: String(amount.amountMinor),
      currency: amount.currency.toLowerCase(),
      capture_method: 'manual',
      'metadata[paymentId]': paymentId,
      'metadata[orderId]': orderId,
      ...(method === 'card'
        ? { 'payment_method_types[]': 'card' }
        : { 'automatic_payment_methods[enabled]': 'true' }),
    })
    if (isDefinitiveRefusal(answer)) {
      return { outcome: 'refused', code: refusalCodeOf(answer) }
    }
    const intent = paymentIntentOf(answer.body)
    if (answer.status !== 200 || intent === null) throw faultOf(answer)
    await memory.keepReference({ paymentId, reference: intent.id })
    return opened(intent)
  }

  const opened = ({ id, clientSecret }: PaymentIntent): OpenAnswer => ({
    outcome: 'opened',
    client: { publishableKey, paymentIntentId: id, clientSecret },
  })

  async function decline(
    { paymentId, attempt }: { readonly paymentId: string; readonly attempt: number },
    code: string | null,
  ): Promise<CaptureAnswer> {
    const declineCode = (code ?? 'payment_not_authorized').slice(0, 100)
    const kept = await memory.keepDecline({ paymentId, attempt, declineCode })
    return { outcome: 'declined', declineCode: kept }
  }

  async function captureIntent(request: CaptureRequest, reference: string): Promise<CaptureAnswer> {
    const { paymentId, attempt, amount } = request
    const answer = await post(
      `/v1/payment_intents/${reference}/capture`,
      `${paymentId}:${attempt}`,
      { amount_to_capture: String(amount.amountMinor) },
    )
    if (answer.status === 200) {
      const intent = paymentIntentOf(answer.body)
      return intent === null ? { outcome: 'unknown' } : certainOf(intent)
    }
    if (!isRefusal(answer)) throw faultOf(answer)
    // What the answer says of the payment is as old as the key; how it stands, is asked.
    const intent = await read(reference)
    const standing = intentStanding(intent)
    if (standing === 'captured' || standing === 'voided' || standing === 'unknown') {
      return certainOf(intent)
    }
    // Refused under this attempt's key, it will be for ever; the next attempt has another one.
    return decline(request, intent.lastError ?? errorCodeOf(answer))
  }

  return {
    name: 'stripe',
    // Banks and wallets that take at once cannot hold the money until units are pinned.
    methods: ['card', 'easy_pay'],
    window: stripeWindow(scriptUrl),
    async open(request) {
      const { paymentId } = request
      const { providerReference } = await memory.recallAsked({ paymentId, attempt: 0 })
      if (providerReference === null) return openIntent(request)
      return opened(await read(providerReference))
    },
    async capture(request) {
      const { paymentId, attempt } = request
      const asked = await memory.beginAsking({ paymentId, attempt, reference: null })
      if (asked.outcome === 'declined') return asked
      const { providerReference } = await memory.recallAsked({ paymentId, attempt })
      if (asked.outcome === 'barred') {
        if (providerReference === null) return { outcome: 'voided' }
        const taken = certainOf(await read(providerReference))
        return taken.outcome === 'captured' ? taken : { outcome: 'voided' }
      }
      if (providerReference === null) return decline(request, null)
      return captureIntent(request, providerReference)
    },
    async lookup(asked) {
      const { isBarred, providerReference, attempt } = await memory.recallAsked(asked)
      const declineCode = attempt?.declineCode ?? null
      if (declineCode !== null) return { outcome: 'declined', declineCode }
      if (providerReference === null) return { outcome: isBarred ? 'voided' : 'not_found' }
      const intent = await read(providerReference)
      const standing = intentStanding(intent)
      // Not captured yet: whether the capture is still on its way, asking it again will tell.
      if (standing === 'capturable' || standing === 'unpaid') return { outcome: 'not_found' }
      return certainOf(intent)
    },
    async void({ paymentId }) {
      await memory.barPayment({ paymentId, withinMs: 0 })
      const { providerReference } = await memory.recallAsked({ paymentId, attempt: 0 })
      if (providerReference === null) return { outcome: 'voided' }
      // Without a key: it may be asked for as often as one likes, and each answer is to be new.
      const path = `/v1/payment_intents/${providerReference}/cancel`
      const answer = await ask({ method: 'POST', path, body: '' })
      if (answer.status !== 200 && !isRefusal(answer) && answer.status !== 409) {
        throw faultOf(answer)
      }
      const taken = certainOf(await read(providerReference))
      return taken.outcome === 'declined' ? { outcome: 'unknown' } : taken
    },
    async refund({ refundId, paymentId, amount }) {
      const { providerReference } = await memory.recallAsked({ paymentId, attempt: 0 })
      if (providerReference === null) return { outcome: 'refused' }
      if (await isGivenBack(providerReference, refundId)) return { outcome: 'refunded' }
      const answer = await post('/v1/refunds', refundId, {
        payment_intent: providerReference,
        amount: String(amount.amountMinor),
        'metadata[refundId]': refundId,
      })
      if (answer.status === 200) {
        return { outcome: isLost(answer.body.status) ? 'refused' : 'refunded' }
      }
      if (!isRefusal(answer)) throw faultOf(answer)
      return { outcome: 'refused' }
    },
    async statement({ paymentId }) {
      const { providerReference } = await memory.recallAsked({ paymentId, attempt: 0 })
      if (providerReference === null) return { outcome: 'not_captured' }
      return intentStatement(await read(providerReference))
    },
    readWebhook: webhook =>
      readStripeWebhook(webhook, { secret: webhookSecret, nowMs: clock.nowMs() }),
    async probe() {
      const answer = await ask({ method: 'GET', path: '/v1/payment_intents?limit=1' })
      if (answer.status !== 200) throw faultOf(answer)
    },
  }

  /** Stripe forgets idempotency keys after a day or more; a refund's metadata it keeps. */
  async function isGivenBack(reference: string, refundId: string): Promise<boolean> {
    const path = `/v1/refunds?payment_intent=${reference}&limit=${REFUNDS}`
    const answer = await ask({ method: 'GET', path })
    if (answer.status !== 200) throw faultOf(answer)
    const refunds = Array.isArray(answer.body.data) ? answer.body.data.map(objectOf) : []
    return refunds.some(
      refund => objectOf(refund?.metadata)?.refundId === refundId && !isLost(refund?.status),
    )
  }
}

const isLost = (status: unknown): boolean => status === 'failed' || status === 'canceled'

/** An answer that says no, and why: not one about our keys, our haste or Stripe's own trouble. */
const isRefusal = (answer: ProviderAnswer): boolean =>
  !isNoAnswer(answer) && (answer.status === 400 || answer.status === 402)

const errorCodeOf = ({ body }: ProviderAnswer): string | null => declineCodeOf(objectOf(body.error))

/** Stripe has no code for every mistake; then it names the field, such as `currency`. */
function refusalCodeOf(answer: ProviderAnswer): string {
  const field = textOf(objectOf(answer.body.error)?.param)
  return (errorCodeOf(answer) ?? (field === null ? 'refused' : `invalid_${field}`)).slice(0, 100)
}

const faultOf = (answer: ProviderAnswer) =>
  new ProviderFault(`Stripe answered ${answer.status} ${errorCodeOf(answer) ?? ''}`.trim())
