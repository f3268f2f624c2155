import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requestOf } from './request-of.ts'

test('fields stand where the route names them, the others in the query of a reading', () => {
  assert.deepEqual(
    requestOf('GET /api/products', { q: '달 항아리', inStock: true, kind: undefined }),
    {
      method: 'GET',
      url: '/api/products?q=%EB%8B%AC+%ED%95%AD%EC%95%84%EB%A6%AC&inStock=true',
      body: null,
      needsToken: false,
    },
  )
})

test('what changes something carries its fields in the body, and none twice', () => {
  assert.deepEqual(
    requestOf('!POST /api/drops/:dropId/reservations', { dropId: 'a/b', quantity: 1 }),
    {
      method: 'POST',
      url: '/api/drops/a%2Fb/reservations',
      body: '{"quantity":1}',
      needsToken: true,
    },
  )
})
