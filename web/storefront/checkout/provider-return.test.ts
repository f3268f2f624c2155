import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readReturn, withoutReturn } from './provider-return.ts'

const paymentId = '0190c0de-0000-7000-8000-000000000001'
const search = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields)

test('the same return from Toss is the same attempt, in whichever browser; another is another', () => {
  const back = { paymentKey: 'tgen_1', orderId: paymentId, amount: '129000' }
  const first = readReturn(search(back), 'toss')
  assert.equal(first?.is, 'authorized')
  assert.deepEqual(
    first,
    readReturn(search({ ...back, amount: '1' }), 'toss'),
    'no sum is believed',
  )
  const other = readReturn(search({ ...back, paymentKey: 'tgen_2' }), 'toss')
  assert(first?.is === 'authorized' && other?.is === 'authorized')
  assert.deepEqual([first.paymentId, first.providerKey], [paymentId, 'tgen_1'])
  assert.notEqual(first.key, other.key)
  assert.match(first.key ?? '', /^[\x20-\x7e]{1,128}$/)
})

test('a window that was closed, or failed, leads back with a code', () => {
  const left = search({ code: 'PAY_PROCESS_CANCELED', message: '취소', orderId: paymentId })
  assert.deepEqual(readReturn(left, 'toss'), { is: 'left', code: 'PAY_PROCESS_CANCELED' })
  const failed = search({ payment: paymentId, redirect_status: 'failed' })
  assert.deepEqual(readReturn(failed, 'stripe'), { is: 'left', code: 'redirect_failed' })
})

test('Stripe leads back with the payment that the shop named, and this browser has its key', () => {
  const back = search({ payment: paymentId, payment_intent: 'pi_1', redirect_status: 'succeeded' })
  assert.deepEqual(readReturn(back, 'stripe'), { is: 'authorized', paymentId, key: null })
})

test('an address that no window gave asks for nothing', () => {
  for (const fields of [
    { paymentKey: 'tgen_1', orderId: '../../admin' },
    { paymentKey: '', orderId: paymentId },
    { ref: 'mail' },
  ]) {
    assert.equal(readReturn(search(fields as Record<string, string>), 'toss'), null)
  }
  assert.equal(readReturn(search({ payment: paymentId }), 'stripe'), null)
  const simulated = search({ paymentKey: 'sim_capture', orderId: paymentId })
  assert.equal(readReturn(simulated, 'simulator'), null, 'the simulator has no window')
})

test('what came back is taken out of the address, and nothing else', () => {
  const address = search({
    ref: 'mail',
    paymentKey: 'k',
    orderId: paymentId,
    amount: '1',
    code: 'C',
  })
  assert.equal(withoutReturn(address).toString(), 'ref=mail')
})
