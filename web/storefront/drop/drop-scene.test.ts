import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Drop } from '#contracts/drops.ts'
import type { Reservation } from '#contracts/stock.ts'
import { lapsedIn, type Mine, refusalToTell, type Seen, sceneOf } from './drop-scene.ts'

const OPENS_AT_MS = 1_000_000

const aDrop = (fields: Partial<Drop> = {}): Drop => ({
  dropId: 'd',
  productId: 'p',
  skuId: 's',
  title: '달항아리',
  options: {},
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
  bought: [],
  lapsed: null,
  ...fields,
})

const bought = (units: number, returned = 0) => ({
  ...{ orderId: 'o', reservationId: 'r', position: 1, units, returned },
})

const seen = (fields: Partial<Seen> = {}): Seen => ({
  drop: aDrop(),
  nowMs: OPENS_AT_MS + 1_000,
  press: { is: 'idle' },
  mine: null,
  place: null,
  isKnown: true,
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
  const one = has({ bought: [bought(1)] })
  assert.equal(sceneOf(seen({ mine: one })).is, 'ready')
  assert.equal(sceneOf(seen({ drop: aDrop({ state: 'sold_out' }), mine: one })).is, 'sold_out')
  const ended = sceneOf(seen({ drop: aDrop({ state: 'ended' }), mine: one }))
  assert.deepEqual(ended, { is: 'bought', orderId: 'o', mayHaveMore: true, isReturned: false })
  for (const state of ['open', 'sold_out', 'paused', 'ended'] as const) {
    for (const all of [[bought(2)], [bought(1), bought(1)]]) {
      const scene = sceneOf(seen({ drop: aDrop({ state }), mine: has({ bought: all }) }))
      const told = { is: 'bought', orderId: 'o', mayHaveMore: false, isReturned: false }
      assert.deepEqual(scene, told, state)
    }
  }
})

test('what was sent back whole is nobody’s any more, and counts for the limit', () => {
  const isReturned = (...all: Mine['bought']) => {
    const scene = sceneOf(seen({ mine: has({ bought: all }) }))
    return scene.is === 'bought' && scene.isReturned
  }
  assert.equal(isReturned(bought(2, 2)), true)
  assert.equal(isReturned(bought(1, 1), bought(1, 1)), true)
  assert.equal(isReturned(bought(2, 1)), false)
  assert.equal(isReturned(bought(1, 1), bought(1)), false)
})

test('a hold that ran out is told of at once, in each state, until something else is had', () => {
  const held = aReservation({ position: 2 })
  const lapsed = { position: 2, untilMs: held.expiresAtMs }
  const told = (state: Drop['state'], mine: Mine, fields: Partial<Seen> = {}) =>
    lapsedIn(sceneOf(seen({ drop: aDrop({ state }), mine, ...fields })), mine)
  for (const state of ['open', 'paused', 'sold_out', 'ended'] as const) {
    assert.equal(told(state, has({ held })), null, state)
    assert.deepEqual(told(state, has({ held }), { nowMs: held.expiresAtMs }), lapsed, state)
    assert.deepEqual(told(state, has({ lapsed })), lapsed, state)
  }
  assert.equal(told('open', has({ lapsed, held: aReservation({ position: 3 }) })), null)
  assert.equal(told('open', has({ lapsed, bought: [bought(2)] })), null)
  const place = { place: 1, ahead: 0, quantity: 1, state: 'waiting' } as const
  assert.equal(told('sold_out', has({ lapsed }), { place }), null)
})

test('whoever has all that one may have is in no line, and no next one', () => {
  const place = { place: 1, ahead: 0, quantity: 1, state: 'waiting' } as const
  const mine = has({ bought: [bought(2)] })
  assert.equal(sceneOf(seen({ drop: aDrop({ state: 'sold_out' }), mine, place })).is, 'bought')
})

test('whoever bought one and waits for another is in line, until nobody waits any more', () => {
  const place = { place: 1, ahead: 0, quantity: 1, state: 'waiting' } as const
  const mine = has({ bought: [bought(1)] })
  for (const state of ['open', 'sold_out', 'ended'] as const) {
    const scene = sceneOf(seen({ drop: aDrop({ state }), mine, place }))
    assert.deepEqual(scene, { is: 'in_line', place, isPaused: false }, state)
  }
  const over = { ...place, state: 'passed' } as const
  assert.equal(sceneOf(seen({ drop: aDrop({ state: 'ended' }), mine, place: over })).is, 'bought')
})

test('a place in the line comes before the news that all is sold', () => {
  const drop = aDrop({ state: 'sold_out', waiting: 4 })
  const place = { place: 4, ahead: 3, quantity: 1, state: 'waiting' } as const
  assert.deepEqual(sceneOf(seen({ drop, place })), { is: 'in_line', place, isPaused: false })
  assert.equal(sceneOf(seen({ drop, place: { ...place, state: 'passed' } })).is, 'sold_out')
})

test('a pause is told to whoever stands in line too', () => {
  const drop = aDrop({ state: 'paused', waiting: 1 })
  const place = { place: 1, ahead: 0, quantity: 1, state: 'waiting' } as const
  assert.deepEqual(sceneOf(seen({ drop, place })), { is: 'in_line', place, isPaused: true })
})

test('who may have a unit is not sent away before it is known what is theirs', () => {
  const sceneIn = (state: Drop['state'], isKnown: boolean) =>
    sceneOf(seen({ drop: aDrop({ state }), isKnown })).is
  for (const state of ['sold_out', 'paused', 'ended'] as const) {
    assert.equal(sceneIn(state, true), state)
    assert.equal(sceneIn(state, false), 'looking')
  }
  assert.equal(sceneIn('open', false), 'ready', 'a press waits for nothing')
  const place = { place: 1, ahead: 0, quantity: 1, state: 'waiting' } as const
  const drop = aDrop({ state: 'sold_out' })
  assert.equal(sceneOf(seen({ drop, place, isKnown: false })).is, 'in_line')
  const mine = has({ held: aReservation() })
  assert.equal(sceneOf(seen({ drop, mine, isKnown: false })).is, 'yours')
})

test('what a state of the drop forbade is told until that state was heard of', () => {
  const refused = (code: 'drop_paused' | 'drop_not_open' | 'limit_exceeded' | 'sold_out') =>
    ({ is: 'refused', code, pressedAtMs: 10 }) as const
  assert.equal(refusalToTell({ is: 'idle' }, { serverTimeMs: 9 }), null)
  assert.equal(refusalToTell(refused('sold_out'), { serverTimeMs: 9 }), null)
  for (const code of ['drop_paused', 'drop_not_open'] as const) {
    assert.equal(refusalToTell(refused(code), { serverTimeMs: 9 }), code)
    assert.equal(refusalToTell(refused(code), { serverTimeMs: 11 }), null)
  }
  assert.equal(refusalToTell(refused('limit_exceeded'), { serverTimeMs: 11 }), 'limit_exceeded')
})
