import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refused } from '#web/kit/refusal.ts'
import { isRefusedAt, untoldFaults } from './refused-at.ts'

test('what the shop refused is told at its field, and at no other', () => {
  const errors = [{ path: 'skus.1.options', message: 'stands here twice' }]
  const error = new Refused({ refused: 'invalid_request', status: 422, details: { errors } })
  assert.equal(isRefusedAt(error, 'skus.1.options'), true)
  assert.equal(isRefusedAt(error, 'skus.1'), true)
  assert.equal(isRefusedAt(error, 'skus.10'), false)
  assert.equal(isRefusedAt(error, 'price'), false)
  assert.equal(isRefusedAt(null, 'skus'), false)
})

test('what the shop refused at fields that a form does not show, or does not mark, is left to be said', () => {
  const errors = [
    { path: 'skus.1.options', message: 'stands here twice' },
    { path: 'items.0', message: 'is too many' },
    { path: 'price.currency', message: 'must be KRW' },
    { path: '', message: 'is full' },
  ]
  const refusal = { refused: 'invalid_request', status: 422, details: { errors } }
  assert.deepEqual(untoldFaults(refusal, ['skus.1.options', 'skus.10', 'pric']), [
    { field: 'items', message: 'is too many' },
    { field: 'currency', message: 'must be KRW' },
    { field: '', message: 'is full' },
  ])
  assert.deepEqual(untoldFaults(refusal, ['skus', 'items', 'price', '']), [])
  assert.deepEqual(untoldFaults({ ...refusal, details: {} }, []), [])
})
