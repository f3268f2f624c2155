import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Order, OrderState } from '#contracts/orders.ts'
import type { MissedUnit } from '#web/storefront/drop/last-unit-of.ts'
import { ownStories, pressReason } from './own-story.ts'

const anOrder = (position: number, steps: readonly OrderState[], expiresAtMs?: number): Order => ({
  orderId: `order ${position}`,
  reservationId: `reservation ${position}`,
  dropId: 'a-drop',
  position,
  state: steps.at(-1) ?? 'awaiting_payment',
  lines: [],
  total: { amountMinor: 1, currency: 'KRW' },
  refunded: { amountMinor: 0, currency: 'KRW' },
  returns: [],
  placedAtMs: 1_000,
  history: steps.map((state, at) => ({ state, atMs: 1_000 + at })),
  ...(expiresAtMs !== undefined && { expiresAtMs }),
})

/** Of three units. */
const sentBack = (order: Order, returnedQuantity: number): Order => {
  const unitPrice = { amountMinor: 1, currency: 'KRW' }
  const goods = { skuId: 's', productId: 'p', title: 't', options: {}, unitPrice }
  const line = { ...goods, quantity: 3, total: { ...unitPrice, amountMinor: 3 }, returnedQuantity }
  return { ...order, lines: [line] }
}

test('who got a number is told of it, and what became of each', () => {
  const first = 'awaiting_payment'
  const orders = [
    anOrder(6, [first], 5_000),
    anOrder(5, [first], 5_001),
    anOrder(4, [first, 'cancelled']),
    anOrder(3, [first, 'paid', 'cancelled']),
    anOrder(2, [first, 'paid', 'shipped']),
    anOrder(1, [first, 'expired']),
    { ...anOrder(7, [first, 'paid']), dropId: 'another' },
    sentBack(anOrder(8, [first, 'paid', 'returned']), 3),
    sentBack(anOrder(9, [first, 'paid', 'delivered']), 2),
  ]
  const told = ownStories(orders, 'a-drop', 5_000)
  assert.deepEqual(
    told.map(({ position, is, untilMs }) => [position, is, untilMs]),
    [
      [1, 'ownExpired', 1_001],
      [2, 'ownBought', 1_002],
      [3, 'ownCancelled', 1_002],
      [4, 'ownLetGo', 1_001],
      [5, 'ownHeld', 5_001],
      [6, 'ownTaken', 5_000],
      [8, 'ownReturned', 1_002],
      [9, 'ownReturnedPart', 1_002],
    ],
  )
})

const last = { index: 1, atMs: 1_000, position: 1 }
const nothing = {
  ...{ refusedAtMs: null, kept: null, hasOwn: false },
  missed: { wasFree: false, last },
}

test('nobody who got a number is told that others were before', () => {
  const kept = { key: 'k', quantity: 1, pressedAtMs: 900 }
  const got = { ...kept, reservationId: 'r' }
  assert.equal(pressReason({ ...nothing, kept: got, hasOwn: true }), null)
  assert.equal(pressReason({ ...nothing, kept: got }), 'numberHere')
  assert.equal(pressReason({ ...nothing, hasOwn: true }), null)
  assert.equal(pressReason({ ...nothing, missed: null }), 'unknownPress')
  assert.equal(pressReason({ ...nothing, kept }), 'late')
  assert.equal(pressReason({ ...nothing, refusedAtMs: 1_001, hasOwn: true }), 'late')
})

test('whoever pressed while one was free is not told to have come after the last one', () => {
  const pressed = { ...nothing, refusedAtMs: 900 }
  const reasonOf = (missed: MissedUnit | null) => pressReason({ ...pressed, missed })
  assert.equal(reasonOf({ wasFree: true, last }), 'free')
  assert.equal(reasonOf({ wasFree: true, last: { ...last, position: null } }), 'freeOut')
  assert.equal(reasonOf({ wasFree: true, last: null }), 'freeStill')
  assert.equal(reasonOf({ wasFree: false, last: null }), null)
  assert.equal(reasonOf(null), null)
})
