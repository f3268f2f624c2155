import assert from 'node:assert/strict'
import { test } from 'node:test'
import { auditSubject } from './audit-subject.ts'

test('an act leads to where it can be looked at: a refund to its order, stock to its product', () => {
  const about = (act: string, result?: Record<string, unknown>) =>
    auditSubject({ act, subjectId: 'subject', ...(result && { result }) })
  assert.deepEqual(about('close_drop'), { is: 'drop', id: 'subject' })
  assert.deepEqual(about('refund_payment', { refundId: 'r', orderId: 'o' }), {
    ...{ is: 'order', id: 'o' },
  })
  assert.deepEqual(about('cancel_paid_order'), { is: 'order', id: 'subject' })
  assert.deepEqual(about('adjust_sku', { productId: 'p' }), { is: 'product', id: 'p' })
  assert.equal(about('refund_payment'), null, 'its answer was not kept')
  assert.equal(about('drop_dead_letter'), null)
})
