import assert from 'node:assert/strict'
import { type Money, money } from '#contracts/money.ts'
import { uuidv7 } from '#platform/ids.ts'
import type { CaptureAnswer, CaptureRequest, PaymentProvider } from './payment-provider.ts'

/** What is to become of a payment; `lost`: it is captured, but the answer does not come back. */
type Fate = 'captured' | 'declined' | 'lost'

/** An adapter under test, and a shopper who does in the provider's window what a test needs. */
export type ProviderUnderTest = AsyncDisposable & {
  readonly provider: PaymentProvider
  /** Gives the provider key that the browser has afterwards. */
  readonly shopper: (payment: Paying, fate: Fate) => Promise<string | null>
}

type Paying = { readonly paymentId: string; readonly amount: Money }

export const amount = money(19_900, 'KRW')
export const aPaymentId = () => uuidv7(Date.UTC(2026, 10, 21))

export const anOpening = () => ({
  ...({ paymentId: aPaymentId(), orderId: aPaymentId(), method: 'card', amount } as const),
})

/** A payment that was opened, and that the shopper has paid in the provider's window. */
export async function aCapture(
  { provider, shopper }: ProviderUnderTest,
  fate: Fate,
): Promise<CaptureRequest> {
  const { paymentId, ...payment } = anOpening()
  await provider.open({ paymentId, ...payment })
  const providerKey = await shopper({ paymentId, amount }, fate)
  return { paymentId, attempt: 1, amount, providerKey }
}

export async function aCaptured(opened: ProviderUnderTest): Promise<CaptureRequest> {
  const request = await aCapture(opened, 'captured')
  captured(await opened.provider.capture(request))
  return request
}

/** Whoever does not know yet is asked again. */
export async function untilKnown<Answer extends { readonly outcome: string }>(
  ask: () => Promise<Answer>,
): Promise<Answer> {
  for (;;) {
    const answer = await ask()
    if (answer.outcome !== 'unknown') return answer
  }
}

export function aRefund(paymentId: string, amountMinor: number) {
  return { refundId: aPaymentId(), paymentId, amount: money(amountMinor, 'KRW') }
}

type Captured = Extract<CaptureAnswer, { readonly outcome: 'captured' }>

export function captured(answer: { readonly outcome: string }): Captured {
  assert.equal(answer.outcome, 'captured')
  return answer as Captured
}

/** What is thrown counts as lost. */
export async function answerOrLost(
  asked: Promise<CaptureAnswer>,
): Promise<CaptureAnswer['outcome']> {
  return asked.then(
    answer => answer.outcome,
    () => 'unknown',
  )
}

/** All of one capture can be given back, and nothing more: a second one would be seen. */
export async function isChargedOnce(provider: PaymentProvider, paymentId: string): Promise<void> {
  const whole = await provider.refund(aRefund(paymentId, amount.amountMinor))
  const more = await provider.refund(aRefund(paymentId, 1))
  assert.deepEqual([whole.outcome, more.outcome], ['refunded', 'refused'])
}
