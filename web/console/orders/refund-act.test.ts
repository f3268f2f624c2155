import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Payment } from '#contracts/payments.ts'
import { aSession } from '#web/kit/browser-stand-in.ts'
import { refundAct } from './refund-act.ts'

// After the stand-in, which says where the shop's addresses are.
const { begin, end } = await import('#web/kit/session.ts')
const { askOnce } = await import('#web/kit/ask-once.ts')

after(end)

test('a refund whose answer was lost is asked for again, and the next one of as much is another', async () => {
  const keys: (string | undefined)[] = []
  let isLost = true
  globalThis.fetch = async (_, { headers } = {}) => {
    keys.push((headers as Record<string, string>)['idempotency-key'])
    if (isLost) throw new TypeError('the network is gone')
    return Response.json({})
  }
  begin(aSession('a'))
  const press = (refunds: Payment['refunds']) => {
    const asked = { paymentId: 'p', amountMinor: 5_000, reason: 'Asked for by the shopper' }
    return askOnce(refundAct({ paymentId: 'p', refunds }), 'payments.refundPayment', asked)
  }
  const amount = { amountMinor: 5_000, currency: 'KRW' }
  const refund = {
    refundId: 'r',
    paymentId: 'p',
    amount,
    reason: '',
    state: 'requested',
    requestedAtMs: 1,
  } as const
  await press([])
  // The page was loaded anew, and the refund is not there: it is the same press.
  await press([])
  // Loaded anew it is there, so that nothing is left to be asked again.
  isLost = false
  await press([refund])
  await press([refund, refund])
  const [first, again, second, third] = keys
  assert.equal(again, first)
  assert.equal(new Set([first, second, third]).size, 3)
})
