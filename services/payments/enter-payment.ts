import assert from 'node:assert/strict'
import type { AnswerOf, CallContext } from '#contracts/operation.ts'
import type { PaymentMethod, Provider, paymentsApi } from '#contracts/payments.ts'
import { isRefusal, type Refusal, refuse, refuseField } from '#contracts/problems.ts'
import type { ReservationRecord } from '#contracts/stock.ts'
import type { KeyedRequest } from '#platform/idempotency.ts'
import { fromService } from '#platform/rpc.ts'
import type { PaymentsParts } from './payments-deps.ts'

type EnterInput = {
  readonly orderId: string
  readonly method: PaymentMethod
  readonly provider?: Provider
}

type Entered = AnswerOf<(typeof paymentsApi)['enterPayment']>

type Refused = Refusal<
  'not_found' | 'order_not_payable' | 'idempotency_conflict' | 'invalid_request'
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
  if (isRefusal(reservation)) return recallOr(parts, request, reservation)
  return enter(parts, request, { reservation, method: input.method })
}

async function findPayable(
  { stock, clock, provider }: PaymentsParts,
  { orderId, memberId, ...asked }: { orderId: string; memberId: string; provider: Provider },
): Promise<ReservationRecord | Refused> {
  if (asked.provider !== provider.name) {
    return refuseField('provider', `This shop takes payments by ${provider.name}.`)
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
): Promise<Entered | Refused> {
  const recalled = await database.read.recallEntry(request)
  if (recalled.outcome === 'unknown') return refusal
  return recalled.outcome === 'answered'
    ? JSON.parse(recalled.answer)
    : refuse('idempotency_conflict')
}

async function enter(
  { database, provider, ids }: PaymentsParts,
  request: KeyedRequest,
  { reservation, method }: { reservation: ReservationRecord; method: PaymentMethod },
): Promise<Entered | Refused> {
  const { orderId, reservationId, total: amount } = reservation
  const paymentId = ids.next()
  const answer: Entered = {
    paymentId,
    orderId,
    state: 'ready',
    amount,
    provider: provider.name,
    client: { ...provider.clientSettings({ paymentId, amount }) },
  }
  const written = await database.write.enter({
    request,
    answer: JSON.stringify(answer),
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
