import assert from 'node:assert/strict'
import { test } from 'node:test'
import { money } from '#contracts/money.ts'
import { aWatchedDatabase } from '#platform/database/a-watched-database.ts'
import { aMemberId } from './an-orders-service.ts'
import type { NewOrder } from './insert-orders-store.ts'
import * as store from './orders-store.ts'
import type { OrderTransaction } from './orders-tables.ts'

test('however many orders there are, nothing that is asked of them looks at all of them', async () => {
  const { trx, slowSteps } = await aWatchedDatabase<OrderTransaction>('orders', store.migrations)

  const order = anOrder()
  const { orderId, memberId } = order
  const request = { memberId, scope: 'placeOrder', key: 'key', fingerprint: 'f' }
  const stored = { request, orderId, attempt: aMemberId(), sealedAddress: 'sealed' }
  const data = { reservationId: orderId, orderId, memberId, dropId: null }
  const event = { id: '1', source: 'stock', subject: orderId, version: 2, timeMs: 1 }
  const paymentId = aMemberId()
  await store.writes.storeRequest(trx, stored)
  await store.writes.storeRequest(trx, stored)
  await store.writes.replaceRequest(trx, { ...stored, earlier: stored.attempt })
  await store.writes.shareRequest(trx, { orderId, earlier: stored.attempt })
  await store.writes.makeOrder(trx, { order })
  await store.writes.setAddress(trx, { orderId, sealed: 'sealed' })
  await store.writes.copyAddresses(trx, { copies: [{ orderId, sealed: 'sealed' }] })
  await store.writes.placeOrder(trx, {
    request,
    order,
    sealedAddress: 'sealed',
    answer: '{}',
    fromCart: true,
  })
  await store.writes.forgetRequest(trx, stored)
  await store.writes.pruneRequests(trx, { beforeMs: 1 })
  await store.writes.pruneAnswers(trx, { beforeMs: Number.MAX_SAFE_INTEGER })
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
  await store.writes.takeBackOrder(trx, { orderId })
  await store.writes.deliverOrder(trx, { orderId })
  await liveThrough(trx)
  await store.reads.readOrders(trx, { orderIds: [orderId] })
  const behind = { placedAtMs: Number.MAX_SAFE_INTEGER, orderId: '' }
  await store.reads.listOrders(trx, { memberId, behind, limit: 10 })
  await store.reads.readOrdersBeginning(trx, { beginning: orderId.slice(0, 13) })
  for (const state of [null, 'paid'] as const) {
    await store.reads.listAllOrders(trx, { state, behindNumber: 1e9, limit: 10 })
    await store.reads.listOrdersComingBack(trx, { behindNumber: 1e9, limit: 10 })
    await store.reads.listOrdersOfMember(trx, { memberId, state, behind, limit: 10 })
  }
  await store.reads.listAddressWanted(trx, { limit: 10 })
  await store.reads.recall(trx, request)

  assert.deepEqual(
    slowSteps(21, detail => harmless.test(detail)),
    [],
  )
})

/** The one row that an insert comes from; the head of a queue, which is read from its front. */
const harmless = /^SCAN (once|CONSTANT ROW|\(subquery-\d+\)|address_wanted)/

/** An order that is paid, shipped, delivered and returned, and a cart. */
async function liveThrough(trx: OrderTransaction): Promise<void> {
  const order = anOrder()
  const { orderId, memberId } = order
  const paymentId = aMemberId()
  const returnId = aMemberId()
  const data = { reservationId: orderId, orderId, memberId, dropId: null }
  const event = { id: '1', source: 'stock', subject: orderId, version: 2, timeMs: 1 }
  await store.writes.makeOrder(trx, { order })
  await store.consume(trx, [
    { ...event, type: 'stock.committed', data: { ...data, paymentId, committedAtMs: 5 } },
  ])
  await store.writes.takeSteps(trx, { dayMs: 1_000, limit: 10 })
  await store.writes.setAddress(trx, { orderId, sealed: 'sealed' })
  await store.writes.takeSteps(trx, { dayMs: 1_000, limit: 10 })
  await store.writes.takeSteps(trx, { dayMs: 0, limit: 10 })
  const asked = {
    returnId,
    orderId,
    lines: null,
    sealedReason: 'v1.',
    windowMs: 1_000,
    keyed: null,
  }
  assert.equal((await store.writes.requestReturn(trx, asked)).outcome, 'accepted')
  assert.deepEqual(await store.reads.listDueReturns(trx, { dayMs: 0, limit: 9 }), [returnId])
  await store.writes.completeReturn(trx, { returnId })
  const [duty] = await store.writes.claimDuties(trx, { limit: 9 })
  assert.ok(duty !== undefined)
  await store.writes.endDuty(trx, { ...duty, refund: { returnId, amountMinor: 1 } })
  const [returned] = await store.reads.readOrders(trx, { orderIds: [orderId] })
  assert.equal(returned?.state, 'returned')
  const seen = { productId: aMemberId(), title: 'Mug', options: '{}', currency: 'KRW' }
  const item = { ...seen, skuId: aMemberId(), quantity: 1, unitPriceMinor: 100 }
  await store.writes.putCartItem(trx, { memberId, item })
  await store.reads.readCartItems(trx, { memberId })
  await store.writes.removeCartItem(trx, { memberId, skuId: item.skuId })
  await store.writes.clearCart(trx, { memberId })
}

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
