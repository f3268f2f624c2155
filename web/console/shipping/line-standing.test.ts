import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Order } from '#contracts/orders.ts'
import { lineStanding, linesToSend, type WaitingOrder, wordOfFault } from './line-standing.ts'

const shippingAddress = {} as NonNullable<Order['shippingAddress']>
const won = (amountMinor: number) => ({ amountMinor, currency: 'KRW' })
const paid = { state: 'paid', total: won(9_000), refunded: won(8_999) } as const
const waiting = new Map<string, WaitingOrder>([
  ['home', { ...paid, shippingAddress }],
  ['nowhere', paid],
  ['late', { ...paid, shippingAddress }],
  ['paidBack', { ...paid, refunded: won(9_000), shippingAddress }],
])
const outcomes = new Map([
  ['sent', 'shipped'],
  ['late', 'withoutAddress'],
] as const)
const lines = ['home', 'nowhere', 'sent', 'late', 'unknown', 'paidBack'].map((orderId, at) => ({
  ...{ line: at + 1, orderId, carrier: 'CJ', trackingNumber: '1' },
}))

test('only what can be shipped is counted and sent; what got an address meanwhile is', () => {
  const idsOf = (known: Parameters<typeof linesToSend>[1]) =>
    linesToSend(lines, known).map(({ orderId }) => orderId)
  assert.deepEqual(idsOf({ waiting, outcomes }), ['home', 'late'])
  const all = ['home', 'nowhere', 'late', 'unknown', 'paidBack']
  assert.deepEqual(idsOf({ waiting: null, outcomes }), all, 'where not all are known')
})

test('each line says what came of it, else what will', () => {
  assert.deepEqual(
    lines.map(({ orderId }) => lineStanding(orderId, { waiting, outcomes })),
    ['ready', 'noAddress', 'shipped', 'withoutAddress', 'notWaiting', 'paidBack'],
  )
})

test('a number that is not known is not said to be of no order that waits, where not all were looked at', () => {
  assert.equal(wordOfFault('notWaiting', waiting), 'notWaiting')
  assert.equal(wordOfFault('notWaiting', null), 'notAmongNewest')
  assert.equal(wordOfFault('noOrder', null), 'noOrder')
})
