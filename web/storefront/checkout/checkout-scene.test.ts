import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Order } from '#contracts/orders.ts'
import type { Payment } from '#contracts/payments.ts'
import { checkoutScene } from './checkout-scene.ts'

const amount = { amountMinor: 15_001, currency: 'KRW' }

const payment = (state: Payment['state'], capturedAtMs?: number) => ({
  ...{ state, amount },
  ...(capturedAtMs !== undefined && { capturedAtMs }),
})

/** An entered order whose time is over, looked at since. */
const seen = {
  order: { state: 'awaiting_payment' as Order['state'] },
  ...{ isTimeOver: true, isLatest: true, hasFailed: false, isConfirming: false },
  payments: [payment('ready')] as readonly ReturnType<typeof payment>[] | undefined,
}

const shown = (but: Partial<typeof seen>) => checkoutScene({ ...seen, ...but })
const over = { is: 'lost', money: { is: 'notCharged' } }

test('the end of the hold ends nothing that is being paid', () => {
  assert.deepEqual(shown({ isConfirming: true }), { is: 'due' }, 'the tab that pressed')
  assert.deepEqual(shown({ isLatest: false }), { is: 'due' }, 'what was read before the end')
  assert.deepEqual(shown({ payments: undefined }), { is: 'looking' }, 'a page just opened')
  assert.deepEqual(shown({ payments: [payment('confirming')] }), { is: 'pending' })
  assert.deepEqual(shown({ payments: [payment('captured', 1)] }), { is: 'paid' })
  assert.deepEqual(shown({}), over)
  assert.deepEqual(shown({ payments: [payment('declined')] }), over)
})

test('what became of a cancelled order is told once it is known, and not before', () => {
  const order = { state: 'cancelled' as const }
  assert.deepEqual(shown({ order, isLatest: false }), { is: 'due' }, 'the tab that let it go')
  assert.deepEqual(shown({ order, isLatest: false, payments: undefined }), { is: 'looking' })
  assert.deepEqual(shown({ order }), over)
})

test('who had paid is not told to have been charged nothing', () => {
  for (const state of ['cancelled', 'expired'] as const) {
    const order = { state }
    const money = (payments: typeof seen.payments, isLatest = true) => {
      const scene = shown({ order, payments, isLatest, hasFailed: !isLatest })
      return scene.is === 'lost' ? scene.money : scene
    }
    assert.deepEqual(money([payment('ready'), payment('declined')]), { is: 'notCharged' })
    assert.deepEqual(money([payment('ready'), payment('captured', 1)]), { is: 'refunding', amount })
    assert.deepEqual(money([payment('refunded', 1)]), { is: 'refunded', amount })
    assert.deepEqual(money([payment('ready')], false), { is: 'unknown' })
    assert.deepEqual(money(undefined, false), { is: 'unknown' })
  }
})
