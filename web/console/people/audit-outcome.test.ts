import assert from 'node:assert/strict'
import { test } from 'node:test'
import { auditOutcome } from './audit-outcome.ts'

const many = (...outcomes: string[]) => ({
  ...{ act: 'ship_orders', details: {}, outcome: 'done' },
  result: { items: outcomes.map((outcome, at) => ({ orderId: `order-${at}`, outcome })) },
})

test('of many orders together it is told whether all, some or none were shipped', () => {
  const refused = 'illegal_transition'
  assert.deepEqual(
    [
      many('shipped', 'shipped'),
      many('shipped', refused, 'not_found'),
      many(refused, refused),
      { act: 'ship_orders', details: {}, outcome: 'forbidden' },
      { act: 'plan_drop', details: {} },
    ].map(auditOutcome),
    ['done', 'done_in_part', 'all_refused', 'forbidden', 'unknown'],
  )
})
