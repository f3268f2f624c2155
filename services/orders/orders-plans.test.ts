import assert from 'node:assert/strict'
import { test } from 'node:test'
import { money } from '#contracts/money.ts'
import { idempotencyTable } from '#platform/idempotency.ts'
import { migrate } from '#platform/migrations.ts'
import { outboxTable } from '#platform/outbox.ts'
import { openSqliteFile } from '#platform/sqlite-connection.ts'
import { aMemberId } from './an-orders-service.ts'
import type { NewOrder } from './insert-orders-store.ts'
import * as store from './orders-store.ts'
import type { OrderTransaction } from './orders-tables.ts'

test('however many orders there are, nothing that is asked of them looks at all of them', async () => {
  const { raw, trx: anyTrx } = openSqliteFile(':memory:', () => 1_790_000_000_000, null)
  const trx = anyTrx as OrderTransaction
  for (const table of [outboxTable, idempotencyTable]) await trx.sql.run(table)
  await migrate(trx.sql, 'orders', store.migrations)
  const texts = new Set<string>()
  const prepare = raw.prepare.bind(raw)
  raw.prepare = text => {
    texts.add(text)
    return prepare(text)
  }

  const order = anOrder()
  const { orderId, memberId } = order
  const request = { memberId, scope: 'placeOrder', key: 'key', fingerprint: 'f' }
  const stored = { orderId, attempt: aMemberId(), fingerprint: 'f', sealedAddress: 'sealed' }
  const data = { reservationId: orderId, orderId, memberId, dropId: null }
  const event = { id: '1', source: 'stock', subject: orderId, version: 2, timeMs: 1 }
  const paymentId = aMemberId()
  await store.writes.storeRequest(trx, stored)
  await store.writes.storeRequest(trx, stored)
  await store.writes.replaceRequest(trx, stored)
  await store.writes.makeOrder(trx, { order })
  await store.writes.setAddress(trx, { orderId, sealed: 'sealed' })
  await store.writes.copyAddresses(trx, { copies: [{ orderId, sealed: 'sealed' }] })
  await store.writes.placeOrder(trx, { request, order, sealedAddress: 'sealed', answer: '{}' })
  await store.writes.forgetRequest(trx, stored)
  await store.writes.pruneRequests(trx, { beforeMs: 1 })
  await store.consume(trx, [
    { ...event, type: 'stock.committed', data: { ...data, paymentId, committedAtMs: 5 } },
    {
      ...event,
      type: 'payment.refunded',
      data: { ...data, paymentId, refundedTotal: order.total },
    },
  ])
  await store.writes.makeOrder(trx, { order: anOrder() })
  await store.writes.cancelOrder(trx, { orderId })
  await store.reads.readOrders(trx, { orderIds: [orderId] })
  const behind = { placedAtMs: Number.MAX_SAFE_INTEGER, orderId: '' }
  await store.reads.listOrders(trx, { memberId, behind, limit: 10 })
  await store.reads.listAddressWanted(trx, { limit: 10 })
  await store.reads.recall(trx, request)

  const asked = [...texts].filter(text => /^\s*(select|update|delete|insert)/i.test(text))
  assert.ok(asked.length > 20, `${asked.length} statements were looked at`)
  const slow = asked.flatMap(text =>
    prepare(`explain query plan ${text}`)
      .all()
      .map(row => `${row.detail}`)
      .filter(detail => /^SCAN|TEMP B-TREE/.test(detail) && !harmless.test(detail))
      .map(detail => `${detail}: ${text}`),
  )
  assert.deepEqual(slow, [])
})

/** The one row that an insert comes from; the head of a queue, which is read from its front. */
const harmless = /^SCAN (once|CONSTANT ROW|\(subquery-\d+\)|address_wanted)/

function anOrder(): NewOrder {
  const total = money(8_000, 'KRW')
  const line = { skuId: aMemberId(), productId: aMemberId(), title: 'Mug', options: {} }
  return {
    orderId: aMemberId(),
    memberId: aMemberId(),
    dropId: null,
    position: null,
    lines: [{ ...line, quantity: 1, unitPrice: total }],
    total,
    placedAtMs: 1,
    expiresAtMs: 2,
  }
}
