import assert from 'node:assert/strict'
import type { AnswerOf, CallContext } from '#contracts/operation.ts'
import type { paymentsApi } from '#contracts/payments.ts'
import { isRefusal, type Refusal, refuse, refuseField } from '#contracts/problems.ts'
import type { PaymentMethod, Provider } from '#contracts/providers.ts'
import type { ReservationRecord } from '#contracts/stock.ts'
import type { KeyedRequest } from '#platform/database/idempotency.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { PaymentsParts } from './payments-deps.ts'

type EnterInput = {
  readonly orderId: string
  readonly method: PaymentMethod
  readonly provider?: Provider
}

type Entered = AnswerOf<(typeof paymentsApi)['enterPayment']>

/** The answer as it is remembered: the browser's part is asked for each time, and not stored. */
type Remembered = Omit<Entered, 'client'>

type Refused = Refusal<
  'not_found' | 'order_not_payable' | 'idempotency_conflict' | 'invalid_request' | 'try_again'
>

/**
 * Makes a payment ready for an order of the member's. Price and payability come from stock's
 * reservation, which this leaves as it is; so several payments of one order may be ready, and the
 * pin decides between them.
 */
export async function enterPayment(
  parts: PaymentsParts,
  input: EnterInput,
  { caller, idempotencyKey }: CallContext,
): Promise<Entered | Refused> {
  assert(caller !== null && idempotencyKey !== undefined, 'the gateway lets nobody else in')
  const { memberId } = caller
  const provider = input.provider ?? parts.provider.name
  const request: KeyedRequest = {
    memberId,
    scope: 'enterPayment',
    key: idempotencyKey,
    fingerprint: `${input.orderId} ${input.method} ${provider}`,
  }
  const reservation = await findPayable(parts, { ...input, provider, memberId })
  // A key that was accepted keeps its answer, whatever has become of the reservation since.
  const entered = isRefusal(reservation)
    ? await recallOr(parts, request, reservation)
    : await enter(parts, request, { reservation, method: input.method })
  return isRefusal(entered) ? entered : withClient(parts, entered, input.method)
}

/**
 * Opens the payment at its provider, if that is done ahead. Where the provider does not answer the
 * payment stays ready, and the same key tries again; where it refuses, only another payment helps.
 */
async function withClient(
  { providers, log }: PaymentsParts,
  entered: Remembered,
  method: PaymentMethod,
): Promise<Entered | Refused> {
  const asked = providers.get(entered.provider)
  const { paymentId, orderId, amount } = entered
  const opened = await asked?.ask(provider => provider.open({ paymentId, orderId, method, amount }))
  switch (opened?.outcome) {
    case 'opened':
      return { ...entered, client: { ...opened.client } }
    case 'refused': {
      const { code } = opened
      // A shop that sells what its provider does not take is to know it.
      log.warn({ provider: entered.provider, paymentId, code }, 'the provider refuses to open')
      const { provider } = entered
      const detail = `${provider} does not take this payment: ${code}.`
      // Apart too, so that a page can say it in the language of whoever reads it.
      return refuse('order_not_payable', { detail, provider, reason: code })
    }
    default:
      return refuse('try_again')
  }
}

type Payable = {
  readonly orderId: string
  readonly memberId: string
  readonly method: PaymentMethod
  readonly provider: Provider
}

async function findPayable(
  { stock, clock, provider }: PaymentsParts,
  { orderId, memberId, method, ...asked }: Payable,
): Promise<ReservationRecord | Refused> {
  if (asked.provider !== provider.name) {
    return refuseField('provider', `This shop takes payments by ${provider.name}.`)
  }
  if (!provider.methods.includes(method)) {
    return refuseField('method', `${provider.name} takes ${provider.methods.join(' or ')} only.`)
  }
  const reservation = await stock.findReservation({ orderId, memberId }, fromService)
  if (isRefusal(reservation) || reservation.memberId !== memberId) return refuse('not_found')
  const { state, expiresAtMs } = reservation
  const payable = (state === 'held' || state === 'pinned') && clock.nowMs() < expiresAtMs
  return payable ? reservation : refuse('order_not_payable')
}

async function recallOr(
  { database }: PaymentsParts,
  request: KeyedRequest,
  refusal: Refused,
): Promise<Remembered | Refused> {
  const recalled = await database.read.recallEntry(request)
  if (recalled.outcome === 'unknown') return refusal
  return recalled.outcome === 'answered'
    ? JSON.parse(recalled.answer)
    : refuse('idempotency_conflict')
}

async function enter(
  { database, provider, ids, clock }: PaymentsParts,
  request: KeyedRequest,
  { reservation, method }: { reservation: ReservationRecord; method: PaymentMethod },
): Promise<Remembered | Refused> {
  const { orderId, reservationId, total: amount } = reservation
  const paymentId = ids.next()
  const answer: Remembered = {
    paymentId,
    orderId,
    state: 'ready',
    amount,
    provider: provider.name,
  }
  const written = await database.write.enter({
    request,
    answer: JSON.stringify(answer),
    nowMs: clock.nowMs(),
    payment: {
      paymentId,
      orderId,
      reservationId,
      memberId: request.memberId,
      method,
      provider: provider.name,
      amount,
    },
  })
  switch (written.outcome) {
    case 'entered':
      return answer
    case 'answered':
      return JSON.parse(written.answer)
    case 'conflict':
      return refuse('idempotency_conflict')
    case 'unknown':
      throw new Error('a payment was not entered, though its key was free')
  }
}
