import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { orderIdOf, reservationIdOf } from './order-id.ts'

const reservationIds = fc.uuid({ version: 8 })

test('an order is found from its reservation and back, and both are UUIDs of the same version', () => {
  fc.assert(
    fc.property(reservationIds, reservationId => {
      const orderId = orderIdOf(reservationId)
      assert.match(orderId, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      assert.equal(reservationIdOf(orderId), reservationId)
    }),
  )
})

test('an order cannot be taken for its reservation: their ids differ', () => {
  // But for one in 2³², whose two ends are the same: it is its own order's id, in other tables.
  const differing = reservationIds.filter(id => id.slice(0, 8) !== id.slice(28))
  fc.assert(fc.property(differing, id => assert.notEqual(orderIdOf(id), id)))
})

test('two reservations never have one order', () => {
  fc.assert(
    fc.property(reservationIds, reservationIds, (one, other) => {
      assert.equal(orderIdOf(one) === orderIdOf(other), one === other)
    }),
  )
})
