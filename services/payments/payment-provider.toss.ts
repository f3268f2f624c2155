import { hash } from 'node:crypto'
import type {
  CaptureAnswer,
  CaptureRequest,
  LookupAnswer,
  PaymentProvider,
  RefundAnswer,
  VoidAnswer,
  WebhookReading,
} from './payment-provider.ts'
import { askOverHttp, isNoAnswer, type ProviderAnswer, ProviderFault } from './provider-http.ts'
import type { AdapterDeps } from './provider-memory.ts'
import { untilNotBusy } from './provider-patience.ts'
import { tossWindow } from './provider-windows.ts'
import {
  cancelReasonOf,
  type TossPayment,
  tossPaymentOf,
  tossStanding,
  tossStatement,
} from './toss-payment.ts'
import { objectOf, textOf, typeOf, webhookObject } from './webhook-json.ts'

export type TossConfig = {
  readonly secretKey: string
  /** For the browser. */
  readonly clientKey: string
  /** Without a slash at the end, as the next. */
  readonly url: string
  /** From where the browser takes Toss' script. */
  readonly scriptUrl: string
}

const TIMEOUT_MS = 8_000

/** Toss approves for ten minutes after the shopper was authenticated, and not later. */
const APPROVABLE_MS = 15 * 60_000

/** No payment of ours: to see whether somebody answers. */
const NOBODYS_ID = '00000000-0000-0000-0000-000000000000'

/** Says nothing of whether the money was taken: what became of it, a lookup tells later. */
const UNCERTAIN = new Set([
  ...['PROVIDER_ERROR', 'IDEMPOTENT_REQUEST_PROCESSING', 'INVALID_API_KEY', 'UNAUTHORIZED_KEY'],
  ...['INCORRECT_BASIC_AUTH_FORMAT', 'FAILED_INTERNAL_SYSTEM_PROCESSING'],
  ...['FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING', 'UNKNOWN_PAYMENT_ERROR'],
])

const CAPTURED_BEFORE = new Set(['ALREADY_PROCESSED_PAYMENT', 'DUPLICATED_ORDER_ID'])

/**
 * Toss Payments. In its window the shopper proves who pays (인증), which brings a `paymentKey` to the
 * browser; the server then approves it (승인), which takes the money. The paymentId is its orderId.
 * Another try needs another `paymentKey`, so each attempt keeps its own in the adapter's memory.
 */
export function tossPaymentProvider(
  { memory, clock }: AdapterDeps,
  { secretKey, clientKey, url, scriptUrl }: TossConfig,
): PaymentProvider {
  const credentials = Buffer.from(`${secretKey}:`).toString('base64')
  const ask = askOverHttp({
    url,
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/json' },
    timeoutMs: TIMEOUT_MS,
  })

  const post = (path: string, idempotencyKey: string, body: object) =>
    untilNotBusy(
      { clock },
      () => ask({ method: 'POST', path, idempotencyKey, body: JSON.stringify(body) }),
      answer => codeOf(answer) === 'IDEMPOTENT_REQUEST_PROCESSING',
    )

  /** The payment as it stands there; null where there is none. */
  async function find(path: string): Promise<TossPayment | null> {
    const answer = await ask({ method: 'GET', path })
    if (answer.status === 404) return null
    if (answer.status !== 200) throw faultOf(answer)
    return tossPaymentOf(answer.body)
  }

  const findByPaymentId = (paymentId: string) => find(`/v1/payments/orders/${paymentId}`)

  async function decline(
    { paymentId, attempt }: { readonly paymentId: string; readonly attempt: number },
    code: string,
  ): Promise<CaptureAnswer> {
    const declineCode = code.toLowerCase().slice(0, 100)
    const kept = await memory.keepDecline({ paymentId, attempt, declineCode })
    return { outcome: 'declined', declineCode: kept }
  }

  async function approve(request: CaptureRequest, paymentKey: string): Promise<CaptureAnswer> {
    const { paymentId, attempt, amount } = request
    const answer = await post('/v1/payments/confirm', `${paymentId}:${attempt}`, {
      ...{ paymentKey, orderId: paymentId, amount: amount.amountMinor },
    })
    const code = codeOf(answer)
    if (answer.status === 200) return judge(request, tossPaymentOf(answer.body))
    if (CAPTURED_BEFORE.has(code)) return captureOf(await findByPaymentId(paymentId))
    if (isNoAnswer(answer) || UNCERTAIN.has(code)) throw faultOf(answer)
    return decline(request, code)
  }

  async function judge(
    request: CaptureRequest,
    payment: TossPayment | null,
  ): Promise<CaptureAnswer> {
    // A virtual account: nobody has paid yet, and units do not wait for a transfer.
    if (payment !== null && tossStanding(payment) === 'waiting_for_deposit') {
      await cancel(payment, `${request.paymentId}:no-deposit`, '가상계좌 미지원')
      return decline(request, 'virtual_account_not_offered')
    }
    return captureOf(payment)
  }

  const cancel = (
    { paymentKey }: TossPayment,
    idempotencyKey: string,
    cancelReason: string,
    cancelAmount?: number,
  ) =>
    post(`/v1/payments/${encodeURIComponent(paymentKey)}/cancel`, idempotencyKey, {
      cancelReason,
      ...(cancelAmount !== undefined && { cancelAmount }),
    })

  async function lookup(asked: { paymentId: string; attempt: number }): Promise<LookupAnswer> {
    const { isBarred, attempt } = await memory.recallAsked(asked)
    const declineCode = attempt?.declineCode ?? null
    if (declineCode !== null) return { outcome: 'declined', declineCode }
    const payment = await findByPaymentId(asked.paymentId)
    const captured = captureOf(payment)
    if (captured.outcome === 'captured') return captured
    if (attempt === null) return { outcome: isBarred ? 'voided' : 'not_found' }
    const own = attempt.reference === null ? null : await find(keyPath(attempt.reference))
    // Somebody else's key proves nothing, whatever has become of it.
    if (own === null || own.orderId !== asked.paymentId) return { outcome: 'not_found' }
    if (tossStanding(own) === 'failed') return decline(asked, own.failureCode ?? own.status)
    return tossStanding(own) === 'open' ? { outcome: 'not_found' } : captureOf(own)
  }

  return {
    name: 'toss',
    methods: ['card', 'bank_transfer', 'easy_pay'],
    window: tossWindow(scriptUrl),
    async open({ paymentId, method, amount: { amountMinor, currency } }) {
      if (currency !== 'KRW') return { outcome: 'refused', code: 'currency_not_supported' }
      if (amountMinor < LEAST_MINOR[method]) {
        return { outcome: 'refused', code: 'below_minimum_amount' }
      }
      const client = {
        ...{ clientKey, orderId: paymentId, method: TOSS_METHODS[method] },
        ...{ amount: String(amountMinor), currency },
      }
      return { outcome: 'opened', client }
    },
    async capture(request) {
      const { paymentId, attempt, providerKey } = request
      const asked = await memory.beginAsking({ paymentId, attempt, reference: providerKey })
      if (asked.outcome === 'declined') return asked
      if (asked.outcome === 'barred') {
        const taken = captureOf(await findByPaymentId(paymentId))
        return taken.outcome === 'captured' ? taken : { outcome: 'voided' }
      }
      if (asked.reference !== null) return approve(request, asked.reference)
      const taken = captureOf(await findByPaymentId(paymentId))
      return taken.outcome === 'captured' ? taken : decline(request, 'payment_key_missing')
    },
    lookup,
    async void({ paymentId }): Promise<VoidAnswer> {
      const { openAttempts } = await memory.barPayment({ paymentId, withinMs: APPROVABLE_MS })
      const captured = captureOf(await findByPaymentId(paymentId))
      if (captured.outcome === 'captured') return captured
      // An approval may be on its way; it cannot be called back.
      return { outcome: openAttempts === 0 ? 'voided' : 'unknown' }
    },
    async refund({ refundId, paymentId, amount }): Promise<RefundAnswer> {
      const payment = await findByPaymentId(paymentId)
      if (payment === null || tossStanding(payment) !== 'captured') return { outcome: 'refused' }
      const reason = cancelReasonOf(refundId)
      if (payment.cancels.some(each => each.isDone && each.cancelReason === reason)) {
        return { outcome: 'refunded' }
      }
      const answer = await cancel(payment, refundId, reason, amount.amountMinor)
      if (answer.status === 200) return { outcome: 'refunded' }
      if (isNoAnswer(answer) || UNCERTAIN.has(codeOf(answer))) throw faultOf(answer)
      return { outcome: 'refused' }
    },
    async statement({ paymentId }) {
      const payment = await findByPaymentId(paymentId)
      return payment === null ? { outcome: 'not_captured' } : tossStatement(payment)
    },
    readWebhook: ({ body }) => readTossWebhook(body),
    async probe() {
      await findByPaymentId(NOBODYS_ID)
    },
  }
}

/** Its script knows no method for easy pay alone: one window offers cards and easy pay. */
const TOSS_METHODS = { card: 'CARD', bank_transfer: 'TRANSFER', easy_pay: 'CARD' } as const

/** In KRW. Toss itself would refuse less only after the shopper had gone through its window. */
const LEAST_MINOR = { card: 100, bank_transfer: 200, easy_pay: 100 } as const

const keyPath = (paymentKey: string) => `/v1/payments/${encodeURIComponent(paymentKey)}`

function captureOf(payment: TossPayment | null): CaptureAnswer {
  return payment !== null && tossStanding(payment) === 'captured'
    ? { outcome: 'captured', providerPaymentId: payment.paymentKey }
    : { outcome: 'unknown' }
}

function codeOf({ body }: ProviderAnswer): string {
  return textOf(body.code) ?? 'UNKNOWN_PAYMENT_ERROR'
}

const faultOf = (answer: ProviderAnswer) =>
  new ProviderFault(`Toss Payments answered ${answer.status} ${codeOf(answer)}`)

/** Toss does not sign what it says of payments: `{eventType, createdAt, data: Payment}`. */
function readTossWebhook(body: string): WebhookReading {
  const message = webhookObject(body)
  const paymentId = textOf(objectOf(message?.data)?.orderId)
  if (message === null || paymentId === null) return { outcome: 'other' }
  const messageId = hash('sha256', body)
  return { outcome: 'hint', type: typeOf(message.eventType), paymentId, messageId }
}
