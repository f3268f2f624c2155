import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refused } from '#web/kit/refusal.ts'
import { isRefusedAt } from './refused-at.ts'

test('what the shop refused is told at its field, and at no other', () => {
  const errors = [{ path: 'skus.1.options', message: 'stands here twice' }]
  const error = new Refused({ refused: 'invalid_request', status: 422, details: { errors } })
  assert.equal(isRefusedAt(error, 'skus.1.options'), true)
  assert.equal(isRefusedAt(error, 'skus.1'), true)
  assert.equal(isRefusedAt(error, 'skus.10'), false)
  assert.equal(isRefusedAt(error, 'price'), false)
  assert.equal(isRefusedAt(null, 'skus'), false)
})
