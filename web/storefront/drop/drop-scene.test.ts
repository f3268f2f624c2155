import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Drop } from '#contracts/drops.ts'
import type { Reservation } from '#contracts/stock.ts'
import { type Mine, type Seen, sceneOf } from './drop-scene.ts'

const OPENS_AT_MS = 1_000_000

const aDrop = (fields: Partial<Drop> = {}): Drop => ({
  dropId: 'd',
  productId: 'p',
  skuId: 's',
  title: '달항아리',
  price: { amountMinor: 129_000, currency: 'KRW' },
  units: 100,
  remaining: 63,
  state: 'open',
  opensAtMs: OPENS_AT_MS,
  closesAtMs: OPENS_AT_MS + 60_000,
  limitPerMember: 2,
  holdMs: 600_000,
  waiting: 0,
  waitingRoom: null,
  serverTimeMs: OPENS_AT_MS,
  ...fields,
})

const aReservation = (fields: Partial<Reservation> = {}): Reservation => ({
  reservationId: 'r',
  orderId: 'o',
  state: 'held',
  lines: [],
  total: { amountMinor: 129_000, currency: 'KRW' },
  expiresAtMs: OPENS_AT_MS + 10_000,
  ...fields,
})

const has = (fields: Partial<Mine>): Mine => ({
  held: null,
  bought: 0,
  boughtOrderId: null,
  ...fields,
})

const seen = (fields: Partial<Seen> = {}): Seen => ({
  drop: aDrop(),
  nowMs: OPENS_AT_MS + 1_000,
  press: { is: 'idle' },
  mine: null,
  place: null,
  ...fields,
})

test('at its instant a drop is ready, though nobody has told yet', () => {
  const drop = aDrop({ state: 'upcoming' })
  assert.equal(sceneOf(seen({ drop, nowMs: OPENS_AT_MS - 1 })).is, 'before')
  assert.equal(sceneOf(seen({ drop, nowMs: OPENS_AT_MS })).is, 'ready')
})

test('what is held is shown, whatever has become of the drop, until its time is up', () => {
  const mine = has({ held: aReservation() })
  for (const state of ['open', 'paused', 'sold_out', 'ended'] as const) {
    const drop = aDrop({ state })
    assert.equal(sceneOf(seen({ drop, mine })).is, 'yours', state)
    const over = sceneOf(seen({ drop, mine, nowMs: OPENS_AT_MS + 10_000 })).is
    assert.equal(over, state === 'open' ? 'ready' : state)
  }
})

test('a payment in flight keeps a unit beyond its time', () => {
  const mine = has({ held: aReservation({ state: 'pinned' }) })
  assert.equal(sceneOf(seen({ mine, nowMs: OPENS_AT_MS + 50_000 })).is, 'yours')
})

test('whoever may have another one is offered it, and is told of the first otherwise', () => {
  assert.equal(sceneOf(seen({ mine: has({ bought: 1 }) })).is, 'ready')
  assert.equal(sceneOf(seen({ mine: has({ bought: 2 }) })).is, 'bought')
  const drop = aDrop({ state: 'sold_out' })
  assert.equal(sceneOf(seen({ drop, mine: has({ bought: 1 }) })).is, 'bought')
})

test('a place in the line comes before the news that all is sold', () => {
  const drop = aDrop({ state: 'sold_out', waiting: 4 })
  const place = { place: 4, ahead: 3, state: 'waiting' } as const
  assert.deepEqual(sceneOf(seen({ drop, place })), { is: 'in_line', place })
  assert.equal(sceneOf(seen({ drop, place: { ...place, state: 'passed' } })).is, 'sold_out')
})
