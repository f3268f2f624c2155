import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatIn } from '#web/kit/format.ts'
import { auditFacts, shippedOrders } from './audit-facts.ts'

const writing = { ...formatIn('en'), word: (field: string, value: string) => `${field} ${value}` }

test('what was asked for is told as people write it', () => {
  const facts = auditFacts(
    {
      price: { amountMinor: 1_250, currency: 'USD' },
      units: 2_000,
      holdMs: 90_000,
      opensAtMs: Date.UTC(2024, 6, 7, 10, 30),
      after: ['member', 'admin'],
      skus: [{ units: 1 }, { units: 2 }],
      waitingRoom: { mode: 'fifo', admitPerSecond: 5 },
      categoryId: null,
      kind: 'regular',
    },
    writing,
  )
  const { opensAtMs, ...told } = Object.fromEntries(facts.map(({ field, text }) => [field, text]))
  assert.deepEqual(told, {
    ...{ price: '$12.50', units: '2,000', holdMs: '1 minute 30 seconds' },
    ...{ after: 'after member, after admin', skus: '2', mode: 'mode fifo', admitPerSecond: '5' },
    ...{ categoryId: '–', kind: 'kind regular' },
  })
  assert.match(opensAtMs ?? '', /2024/)
})

test('an amount that stands beside its currency is told as money, and one without as it is', () => {
  assert.deepEqual(auditFacts({ amountMinor: 1_050, currency: 'USD', units: 3 }, writing), [
    { field: 'amount', text: '$10.50' },
    { field: 'units', text: '3' },
  ])
  assert.deepEqual(auditFacts({ amountMinor: 1_050 }, writing), [
    { field: 'amountMinor', text: '1,050' },
  ])
})

test('who handed parcels over is led to their orders', () => {
  const items = [{ orderId: 'a' }, { orderId: 'b' }]
  const many = { act: 'ship_orders', details: { items } }
  const one = { act: 'ship_order', subjectId: 'c', details: {} }
  const left: [] = []
  assert.deepEqual(shippedOrders(many), { shipped: ['a', 'b'], left })
  assert.deepEqual(shippedOrders(one), { shipped: ['c'], left })
  assert.deepEqual(shippedOrders({ ...one, act: 'deliver_order' }), { shipped: left, left })
  assert.deepEqual(shippedOrders({ ...one, outcome: 'not_found' }), { shipped: left, left })
  const outcomes = [
    { orderId: 'a', outcome: 'shipped' },
    { orderId: 'b', outcome: 'illegal_transition', missing: 'shippingAddress' },
    { orderId: 'c', outcome: 'not_found' },
  ]
  assert.deepEqual(shippedOrders({ ...many, outcome: 'done', result: { items: outcomes } }), {
    shipped: ['a'],
    left: [
      { orderId: 'b', reason: 'shippingAddress' },
      { orderId: 'c', reason: 'not_found' },
    ],
  })
})
