import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { money } from '#contracts/money.ts'
import { uuidv7 } from '#platform/ids.ts'
import type { CaptureAnswer, CaptureRequest, PaymentProvider } from './payment-provider.ts'

/** An adapter under test, and the provider keys with which it does what a test needs. */
export type ProviderUnderTest = AsyncDisposable & {
  readonly provider: PaymentProvider
  readonly keys: {
    readonly captured: string | null
    readonly declined: string | null
    /** Captured, but the answer does not come back. */
    readonly lost: string | null
  }
}

const amount = money(19_900, 'KRW')
const aPaymentId = () => uuidv7(Date.UTC(2026, 10, 21))

/** What the shop relies on in every payment provider. Each adapter runs it. */
export function paymentProviderContract(
  name: string,
  open: () => Promise<ProviderUnderTest>,
): void {
  const promise = (text: string, body: (opened: ProviderUnderTest) => Promise<void>) =>
    test(text, async () => {
      await using opened = await open()
      await body(opened)
    })

  describe(`${name} as a payment provider`, () => {
    describe('captures', () => capturePromises(promise))
    describe('declines', () => declinePromises(promise))
    describe('lost answers', () => lookupPromises(promise))
    describe('voids', () => voidPromises(promise))
    describe('refunds', () => refundPromises(promise))
  })
}

type Promises = (text: string, body: (opened: ProviderUnderTest) => Promise<void>) => unknown

function capturePromises(promise: Promises): void {
  promise('money is taken once, however often it is asked for', async ({ provider, keys }) => {
    const request = aCapture({ providerKey: keys.captured })
    const first = captured(await provider.capture(request))
    assert.deepEqual(await provider.capture(request), first)
    await isChargedOnce(provider, request.paymentId)
  })

  promise('twenty askers at once make one capture', async ({ provider, keys }) => {
    const request = aCapture({ providerKey: keys.captured })
    const answers = await Promise.all(Array.from({ length: 20 }, () => provider.capture(request)))
    const charges = new Set(answers.map(answer => captured(answer).providerPaymentId))
    assert.equal(charges.size, 1)
    await isChargedOnce(provider, request.paymentId)
  })

  promise('a later attempt finds the capture that is there', async ({ provider, keys }) => {
    const request = aCapture({ providerKey: keys.captured })
    const first = await provider.capture(request)
    assert.deepEqual(await provider.capture({ ...request, attempt: 2 }), first)
    await isChargedOnce(provider, request.paymentId)
  })

  promise('two payments are two captures', async ({ provider, keys }) => {
    const [one, other] = await Promise.all([
      provider.capture(aCapture({ providerKey: keys.captured })),
      provider.capture(aCapture({ providerKey: keys.captured })),
    ])
    assert.notEqual(captured(one).providerPaymentId, captured(other).providerPaymentId)
  })

  promise('what the browser is told is plain text', async ({ provider }) => {
    const client = provider.clientSettings({ paymentId: aPaymentId(), amount })
    assert.ok(Object.values(client).every(value => typeof value === 'string'))
  })
}

function declinePromises(promise: Promises): void {
  promise('a decline says why and stays one for its attempt', async ({ provider, keys }) => {
    const request = aCapture({ providerKey: keys.declined })
    const first = await provider.capture(request)
    assert.equal(first.outcome, 'declined')
    assert.ok(first.outcome === 'declined' && first.declineCode.length > 0)
    assert.deepEqual(await provider.capture({ ...request, providerKey: keys.captured }), first)
    assert.deepEqual(await provider.lookup(request), first)
    assert.equal((await provider.refund(aRefund(request.paymentId, 1))).outcome, 'refused')
  })

  promise('after a decline, another attempt may succeed', async ({ provider, keys }) => {
    const request = aCapture({ providerKey: keys.declined })
    await provider.capture(request)
    const second = { ...request, attempt: 2, providerKey: keys.captured }
    assert.deepEqual(await provider.lookup(second), { outcome: 'not_found' })
    captured(await provider.capture(second))
    await isChargedOnce(provider, request.paymentId)
  })
}

function lookupPromises(promise: Promises): void {
  promise('an attempt that never arrived is not found', async ({ provider }) => {
    const unheard = { paymentId: aPaymentId(), attempt: 1 }
    assert.deepEqual(await provider.lookup(unheard), { outcome: 'not_found' })
  })

  promise('a capture can be looked up', async ({ provider, keys }) => {
    const request = aCapture({ providerKey: keys.captured })
    const answer = await provider.capture(request)
    assert.deepEqual(await provider.lookup(request), answer)
  })

  promise('a capture whose answer was lost is found, and not made twice', async opened => {
    const { provider, keys } = opened
    const request = aCapture({ providerKey: keys.lost })
    assert.equal(await answerOrLost(provider.capture(request)), 'unknown')
    const found = captured(await provider.lookup(request))
    assert.deepEqual(await provider.capture(request), found)
    await isChargedOnce(provider, request.paymentId)
  })
}

function voidPromises(promise: Promises): void {
  promise('after a void nothing is taken, however it is asked', async ({ provider, keys }) => {
    const request = aCapture({ providerKey: keys.captured })
    assert.deepEqual(await provider.void(request), { outcome: 'voided' })
    assert.deepEqual(await provider.capture(request), { outcome: 'voided' })
    assert.deepEqual(await provider.capture({ ...request, attempt: 2 }), { outcome: 'voided' })
    assert.deepEqual(await provider.lookup(request), { outcome: 'voided' })
    assert.deepEqual(await provider.void(request), { outcome: 'voided' })
    assert.equal((await provider.refund(aRefund(request.paymentId, 1))).outcome, 'refused')
  })

  promise('a declined payment can be voided', async ({ provider, keys }) => {
    const request = aCapture({ providerKey: keys.declined })
    await provider.capture(request)
    assert.deepEqual(await provider.void(request), { outcome: 'voided' })
    const second = { ...request, attempt: 2, providerKey: keys.captured }
    assert.deepEqual(await provider.capture(second), { outcome: 'voided' })
  })

  promise('what is captured cannot be voided, and is told', async ({ provider, keys }) => {
    const request = aCapture({ providerKey: keys.captured })
    const answer = await provider.capture(request)
    assert.deepEqual(await provider.void(request), answer)
    await isChargedOnce(provider, request.paymentId)
  })

  promise('of a void and a capture at once, one wins and both say which', async opened => {
    const { provider, keys } = opened
    const request = aCapture({ providerKey: keys.captured })
    const [voided, taken] = await Promise.all([provider.void(request), provider.capture(request)])
    assert.equal(voided.outcome, taken.outcome)
  })
}

function refundPromises(promise: Promises): void {
  promise('money goes back in parts, and never more than was taken', async opened => {
    const { provider, keys } = opened
    const { paymentId } = await aCaptured(provider, keys.captured)
    assert.equal((await provider.refund(aRefund(paymentId, 19_901))).outcome, 'refused')
    assert.equal((await provider.refund(aRefund(paymentId, 9_900))).outcome, 'refunded')
    assert.equal((await provider.refund(aRefund(paymentId, 10_001))).outcome, 'refused')
    assert.equal((await provider.refund(aRefund(paymentId, 10_000))).outcome, 'refunded')
    assert.equal((await provider.refund(aRefund(paymentId, 1))).outcome, 'refused')
  })

  promise('a refund asked for twice is given once', async ({ provider, keys }) => {
    const { paymentId } = await aCaptured(provider, keys.captured)
    const refund = aRefund(paymentId, 5_000)
    const answers = await Promise.all([provider.refund(refund), provider.refund(refund)])
    assert.deepEqual(new Set(answers.map(answer => answer.outcome)), new Set(['refunded']))
    assert.equal((await provider.refund(refund)).outcome, 'refunded')
    assert.equal((await provider.refund(aRefund(paymentId, 14_900))).outcome, 'refunded')
  })

  promise('of two refunds at once that exceed it together, one is refused', async opened => {
    const { provider, keys } = opened
    const { paymentId } = await aCaptured(provider, keys.captured)
    const answers = await Promise.all([
      provider.refund(aRefund(paymentId, 10_000)),
      provider.refund(aRefund(paymentId, 10_000)),
    ])
    assert.deepEqual(answers.map(answer => answer.outcome).sort(), ['refunded', 'refused'])
  })
}

function aCapture(given: Partial<CaptureRequest>): CaptureRequest {
  return { paymentId: aPaymentId(), attempt: 1, amount, providerKey: null, ...given }
}

async function aCaptured(provider: PaymentProvider, providerKey: string | null) {
  const request = aCapture({ providerKey })
  captured(await provider.capture(request))
  return request
}

function aRefund(paymentId: string, amountMinor: number) {
  return { refundId: aPaymentId(), paymentId, amount: money(amountMinor, 'KRW') }
}

type Captured = Extract<CaptureAnswer, { readonly outcome: 'captured' }>

function captured(answer: { readonly outcome: string }): Captured {
  assert.equal(answer.outcome, 'captured')
  return answer as Captured
}

/** What is thrown counts as lost. */
async function answerOrLost(asked: Promise<CaptureAnswer>): Promise<CaptureAnswer['outcome']> {
  return asked.then(
    answer => answer.outcome,
    () => 'unknown',
  )
}

/** All of one capture can be given back, and nothing more: a second one would be seen. */
async function isChargedOnce(provider: PaymentProvider, paymentId: string): Promise<void> {
  const whole = await provider.refund(aRefund(paymentId, amount.amountMinor))
  const more = await provider.refund(aRefund(paymentId, 1))
  assert.deepEqual([whole.outcome, more.outcome], ['refunded', 'refused'])
}
