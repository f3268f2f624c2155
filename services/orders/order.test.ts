import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { OrderState } from '#contracts/orders.ts'
import {
  canMove,
  decideCancellation,
  firstState,
  historyOf,
  isBeforeShipping,
  orderMoves,
  orderStates,
  statesBefore,
  takeNews,
} from './order.ts'

const anyState = fc.constantFrom(...orderStates)

/** The way an order takes when it hears news in any order, as often as they like. */
function wayThrough(news: readonly OrderState[]): OrderState[] {
  const way = [firstState]
  for (const state of news) if (takeNews(way, state) === 'moves') way.push(state)
  return way
}

test('an order moves as the rules say, and in no other way', () => {
  const moves = orderStates.flatMap(from =>
    orderStates.filter(to => canMove(from, to)).map(to => `${from} → ${to}`),
  )
  assert.deepEqual(moves, [
    'awaiting_payment → paid',
    'awaiting_payment → cancelled',
    'awaiting_payment → expired',
    'paid → shipped',
    'paid → cancelled',
    'shipped → delivered',
    'delivered → returned',
  ])
})

test('every state can be reached, and no order comes back to a state it has left', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(fc.array(anyState, { maxLength: 30 }), news => {
      const way = wayThrough(news)
      for (const state of way) seen.add(state)
      assert.equal(new Set(way).size, way.length)
      for (const [at, state] of way.entries()) {
        const next = way[at + 1]
        if (next !== undefined) assert.ok(canMove(state, next))
      }
    }),
    { numRuns: 2_000 },
  )
  assert.deepEqual([...seen].sort(), [...orderStates].sort())
})

test('old news changes nothing, however often it is told', () => {
  fc.assert(
    fc.property(fc.array(anyState, { maxLength: 30 }), news => {
      const way = wayThrough(news)
      for (const old of way) assert.equal(takeNews(way, old), 'stays')
      assert.deepEqual(wayThrough([...news, ...way, ...news.filter(s => way.includes(s))]), way)
    }),
  )
})

test('an order that ended takes no other news', () => {
  for (const ended of orderStates.filter(state => orderMoves[state].length === 0)) {
    for (const news of orderStates.filter(state => state !== ended)) {
      assert.notEqual(takeNews([firstState, ended], news), 'moves')
    }
  }
  assert.equal(takeNews([firstState, 'cancelled'], 'paid'), 'illegal')
  assert.equal(takeNews([firstState, 'paid', 'cancelled'], 'paid'), 'stays')
})

test('the guard of a move names exactly the states that may make it', () => {
  fc.assert(
    fc.property(anyState, anyState, (from, to) => {
      assert.equal(statesBefore(to).includes(from), canMove(from, to))
    }),
  )
})

test('the history tells the states in the order in which they were entered', () => {
  fc.assert(
    fc.property(fc.array(anyState, { maxLength: 30 }), fc.nat(), (news, startMs) => {
      const way = wayThrough(news)
      const instants = Object.fromEntries(way.map((state, at) => [state, startMs + at]))
      assert.deepEqual(
        historyOf(instants),
        way.map((state, at) => ({ state, atMs: startMs + at })),
      )
    }),
  )
})

test('the address of an order may change until it is shipped', () => {
  assert.deepEqual(orderStates.filter(isBeforeShipping), ['awaiting_payment', 'paid'])
})

test('an unpaid order is cancelled by releasing it, a paid one by taking it back until it ships', () => {
  assert.equal(decideCancellation('awaiting_payment'), 'release')
  assert.equal(decideCancellation('paid'), 'take_back')
  assert.equal(decideCancellation('cancelled'), 'already_cancelled')
  for (const state of ['shipped', 'delivered', 'returned', 'expired'] as const) {
    assert.equal(decideCancellation(state), 'not_cancellable')
  }
})
