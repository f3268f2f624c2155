import { orderIdOf } from '#contracts/order-id.ts'
import type { SealedPlace } from '#platform/database/reseal.ts'
import { addressContext } from './order-address.ts'
import { answerContext, reservationIdOfKey } from './place-order.ts'
import { reasonContext } from './return-reason.ts'

/** All that this service has sealed, for keys that rotate. */
export const sealedPlaces: readonly SealedPlace[] = [
  { table: 'order_address', key: ['order_id'], column: 'sealed', contextOf: addressContext },
  {
    table: 'order_request',
    key: ['order_id'],
    column: 'sealed_address',
    contextOf: addressContext,
  },
  {
    table: 'order_return',
    key: ['return_id'],
    column: 'sealed_reason',
    contextOf: reasonContext,
  },
  {
    table: 'idempotency',
    // Only placing an order has an answer that is sealed.
    key: ['member_id', 'scope', 'idempotency_key'],
    column: 'answer',
    contextOf: (memberId = '', _scope = '', key = '') =>
      answerContext(orderIdOf(reservationIdOfKey(memberId, key))),
  },
]
