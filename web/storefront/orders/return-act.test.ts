import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Order } from '#contracts/orders.ts'
import { aSession } from '#web/kit/browser-stand-in.ts'
import { returnAct } from './return-act.ts'

// After the stand-in, which says where the shop's addresses are.
const { begin, end } = await import('#web/kit/session.ts')
const { askOnce } = await import('#web/kit/ask-once.ts')

after(end)

test('a return whose answer was lost is asked for again, and the next of the same is another', async () => {
  const keys: (string | undefined)[] = []
  let isLost = true
  globalThis.fetch = async (_, { headers } = {}) => {
    keys.push((headers as Record<string, string>)['idempotency-key'])
    if (isLost) throw new TypeError('the network is gone')
    return Response.json({})
  }
  begin(aSession('a'))
  const orderId = 'o'
  const lines = [{ skuId: 'shirt', quantity: 1 }]
  const press = (returns: Order['returns']) =>
    askOnce(returnAct({ orderId, returns }), 'orders.requestReturn', {
      ...{ orderId, lines },
      reason: 'too small',
    })
  const refund = { amountMinor: 1_000, currency: 'KRW' }
  const one = { returnId: 'r', state: 'requested', lines, refund, requestedAtMs: 1 } as const
  await press([])
  // The page was loaded anew, and the return is not there: it is the same press.
  await press([])
  // Loaded anew it is there, so that nothing is left to be asked again.
  isLost = false
  await press([one])
  await press([one, one])
  const [first, again, second, third] = keys
  assert.equal(again, first)
  assert.equal(new Set([first, second, third]).size, 3)
})
