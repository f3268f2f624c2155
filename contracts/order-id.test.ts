import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { orderIdOf, reservationIdOf } from './order-id.ts'

test('an order is found from its reservation and back, and both are UUIDs of the same version', () => {
  fc.assert(
    fc.property(fc.uuid({ version: 8 }), reservationId => {
      const orderId = orderIdOf(reservationId)
      assert.match(orderId, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      assert.notEqual(orderId, reservationId)
      assert.equal(reservationIdOf(orderId), reservationId)
    }),
  )
})
