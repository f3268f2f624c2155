import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Money, money } from '#contracts/money.ts'
import {
  aCapture,
  aCaptured,
  amount,
  anOpening,
  answerOrLost,
  aPaymentId,
  aRefund,
  captured,
  isChargedOnce,
  type ProviderUnderTest,
  untilKnown,
} from './a-capture.ts'

type Expected = {
  /** What it does not take, and the word with which it says so; none where it takes everything. */
  readonly refused: readonly { readonly amount: Money; readonly code: string }[]
}

/** What the shop relies on in every payment provider. Each adapter runs it. */
export function paymentProviderContract(
  name: string,
  open: () => Promise<ProviderUnderTest>,
  { refused }: Expected = { refused: [] },
): void {
  const promise = (text: string, body: (opened: ProviderUnderTest) => Promise<void>) =>
    test(text, async () => {
      await using opened = await open()
      await body(opened)
    })

  describe(`${name} as a payment provider`, () => {
    describe('openings', () => openingPromises(promise, refused))
    describe('captures', () => capturePromises(promise))
    describe('declines', () => declinePromises(promise))
    describe('lost answers', () => lookupPromises(promise))
    describe('voids', () => voidPromises(promise))
    describe('refunds', () => refundPromises(promise))
    describe('statements', () => statementPromises(promise))
    describe('webhooks', () => webhookPromises(promise))
  })
}

type Promises = (text: string, body: (opened: ProviderUnderTest) => Promise<void>) => unknown

function openingPromises(promise: Promises, refused: Expected['refused']): void {
  for (const { amount: untaken, code } of refused) {
    const { amountMinor, currency } = untaken
    promise(`${amountMinor} ${currency} is refused, with a word, and never taken`, async opened => {
      const { provider } = opened
      const payment = { ...anOpening(), amount: untaken }
      const { paymentId } = payment
      const answers = [await provider.open(payment), await provider.open(payment)]
      assert.deepEqual(answers, Array(2).fill({ outcome: 'refused', code }))
      const asked = { paymentId, attempt: 1, amount: untaken, providerKey: null }
      assert.equal((await provider.capture(asked)).outcome, 'declined')
      assert.deepEqual(await provider.void({ paymentId }), { outcome: 'voided' })
    })
  }
}

function capturePromises(promise: Promises): void {
  promise('money is taken once, however often it is asked for', async opened => {
    const { provider } = opened
    const request = await aCapture(opened, 'captured')
    const first = captured(await provider.capture(request))
    assert.deepEqual(await provider.capture(request), first)
    await isChargedOnce(provider, request.paymentId)
  })

  promise('twenty askers at once make one capture', async opened => {
    const { provider } = opened
    const request = await aCapture(opened, 'captured')
    const answers = await Promise.all(Array.from({ length: 20 }, () => provider.capture(request)))
    const charges = new Set(answers.map(answer => captured(answer).providerPaymentId))
    assert.equal(charges.size, 1)
    await isChargedOnce(provider, request.paymentId)
  })

  promise('a later attempt finds the capture that is there', async opened => {
    const { provider } = opened
    const request = await aCapture(opened, 'captured')
    const first = await provider.capture(request)
    assert.deepEqual(await provider.capture({ ...request, attempt: 2 }), first)
    await isChargedOnce(provider, request.paymentId)
  })

  promise('two payments are two captures', async opened => {
    const { provider } = opened
    const requests = [await aCapture(opened, 'captured'), await aCapture(opened, 'captured')]
    const [one, other] = await Promise.all(requests.map(provider.capture))
    assert.ok(one !== undefined && other !== undefined)
    assert.notEqual(captured(one).providerPaymentId, captured(other).providerPaymentId)
  })

  promise('what the browser is told is plain text, and the same however often', async opened => {
    const { provider } = opened
    const payment = anOpening()
    const answer = await provider.open(payment)
    assert(answer.outcome === 'opened')
    assert.ok(Object.values(answer.client).every(value => typeof value === 'string'))
    assert.deepEqual(await provider.open(payment), answer)
  })

  promise('whoever is asked whether it is there answers', async ({ provider }) => {
    await provider.probe()
  })
}

function declinePromises(promise: Promises): void {
  promise('a decline says why and stays one for its attempt', async opened => {
    const { provider } = opened
    const request = await aCapture(opened, 'declined')
    const first = await provider.capture(request)
    assert.equal(first.outcome, 'declined')
    assert.ok(first.outcome === 'declined' && first.declineCode.length > 0)
    const again = { ...request, providerKey: await opened.shopper(request, 'captured') }
    assert.deepEqual(await provider.capture(again), first)
    assert.deepEqual(await provider.lookup(request), first)
    assert.equal((await provider.refund(aRefund(request.paymentId, 1))).outcome, 'refused')
  })

  promise('after a decline, another attempt may succeed', async opened => {
    const { provider } = opened
    const request = await aCapture(opened, 'declined')
    await provider.capture(request)
    const providerKey = await opened.shopper(request, 'captured')
    const second = { ...request, attempt: 2, providerKey }
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

  promise('a capture can be looked up', async opened => {
    const { provider } = opened
    const request = await aCapture(opened, 'captured')
    const answer = await provider.capture(request)
    assert.deepEqual(await provider.lookup(request), answer)
  })

  promise('a capture whose answer was lost is found, and not made twice', async opened => {
    const { provider } = opened
    const request = await aCapture(opened, 'lost')
    assert.equal(await answerOrLost(provider.capture(request)), 'unknown')
    const found = captured(await provider.lookup(request))
    assert.deepEqual(await provider.capture(request), found)
    await isChargedOnce(provider, request.paymentId)
  })
}

function voidPromises(promise: Promises): void {
  promise('after a void nothing is taken, however it is asked', async opened => {
    const { provider } = opened
    const request = await aCapture(opened, 'captured')
    assert.deepEqual(await provider.void(request), { outcome: 'voided' })
    assert.deepEqual(await provider.capture(request), { outcome: 'voided' })
    assert.deepEqual(await provider.capture({ ...request, attempt: 2 }), { outcome: 'voided' })
    assert.deepEqual(await provider.lookup(request), { outcome: 'voided' })
    assert.deepEqual(await provider.void(request), { outcome: 'voided' })
    assert.equal((await provider.refund(aRefund(request.paymentId, 1))).outcome, 'refused')
  })

  promise('a declined payment can be voided', async opened => {
    const { provider } = opened
    const request = await aCapture(opened, 'declined')
    await provider.capture(request)
    assert.deepEqual(await provider.void(request), { outcome: 'voided' })
    const providerKey = await opened.shopper(request, 'captured')
    const second = { ...request, attempt: 2, providerKey }
    assert.deepEqual(await provider.capture(second), { outcome: 'voided' })
  })

  promise('what is captured cannot be voided, and is told', async opened => {
    const { provider } = opened
    const request = await aCapture(opened, 'captured')
    const answer = await provider.capture(request)
    assert.deepEqual(await provider.void(request), answer)
    await isChargedOnce(provider, request.paymentId)
  })

  promise('of a void and a capture at once, one wins and both say which', async opened => {
    const { provider } = opened
    const request = await aCapture(opened, 'captured')
    const [voided, taken] = await Promise.all([
      untilKnown(() => provider.void(request)),
      provider.capture(request),
    ])
    assert.equal(voided.outcome, taken.outcome)
  })
}

function refundPromises(promise: Promises): void {
  promise('money goes back in parts, and never more than was taken', async opened => {
    const { provider } = opened
    const { paymentId } = await aCaptured(opened)
    assert.equal((await provider.refund(aRefund(paymentId, 19_901))).outcome, 'refused')
    assert.equal((await provider.refund(aRefund(paymentId, 9_900))).outcome, 'refunded')
    assert.equal((await provider.refund(aRefund(paymentId, 10_001))).outcome, 'refused')
    assert.equal((await provider.refund(aRefund(paymentId, 10_000))).outcome, 'refunded')
    assert.equal((await provider.refund(aRefund(paymentId, 1))).outcome, 'refused')
  })

  promise('a refund asked for twice is given once', async opened => {
    const { provider } = opened
    const { paymentId } = await aCaptured(opened)
    const refund = aRefund(paymentId, 5_000)
    const answers = await Promise.all([provider.refund(refund), provider.refund(refund)])
    assert.deepEqual(new Set(answers.map(answer => answer.outcome)), new Set(['refunded']))
    assert.equal((await provider.refund(refund)).outcome, 'refunded')
    assert.equal((await provider.refund(aRefund(paymentId, 14_900))).outcome, 'refunded')
  })

  promise('of two refunds at once that exceed it together, one is refused', async opened => {
    const { provider } = opened
    const { paymentId } = await aCaptured(opened)
    const answers = await Promise.all([
      provider.refund(aRefund(paymentId, 10_000)),
      provider.refund(aRefund(paymentId, 10_000)),
    ])
    assert.deepEqual(answers.map(answer => answer.outcome).sort(), ['refunded', 'refused'])
  })
}

function statementPromises(promise: Promises): void {
  promise('a statement says what was taken and what went back', async opened => {
    const { provider } = opened
    const { paymentId } = await aCaptured(opened)
    const stands = (refunded: number) => ({
      ...{ outcome: 'captured', captured: amount, refunded: money(refunded, 'KRW') },
    })
    assert.deepEqual(await provider.statement({ paymentId }), stands(0))
    await provider.refund(aRefund(paymentId, 9_900))
    assert.deepEqual(await provider.statement({ paymentId }), stands(9_900))
    await provider.refund(aRefund(paymentId, 10_000))
    assert.deepEqual(await provider.statement({ paymentId }), stands(19_900))
  })

  promise('of what was not captured a statement says so', async opened => {
    const { provider } = opened
    const declined = await aCapture(opened, 'declined')
    await provider.capture(declined)
    const nothing = { outcome: 'not_captured' }
    assert.deepEqual(await provider.statement(declined), nothing)
    assert.deepEqual(await provider.statement({ paymentId: aPaymentId() }), nothing)
  })
}

function webhookPromises(promise: Promises): void {
  promise('what is no message of the provider’s is no hint', async ({ provider }) => {
    for (const body of [
      '',
      'null',
      '[]',
      '{}',
      '{"data":1}',
      'no JSON',
      '{"data":{"object":[]}}',
    ]) {
      for (const signature of [null, '', 't=1,v1=00', 'v1=', 't=x']) {
        assert.notEqual(provider.readWebhook({ body, signature }).outcome, 'hint', body)
      }
    }
  })
}
