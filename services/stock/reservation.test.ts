import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { moveSql } from './move-reservation-store.ts'
import {
  decidePin,
  decideUnpin,
  type PinRequest,
  type PinState,
  type ReservationMove,
  reservationMoves,
} from './reservation.ts'

const EXPIRES_AT_MS = 1_000
const BEFORE_MS = EXPIRES_AT_MS - 1
const OURS = 'payment-a'
const OTHER = 'payment-b'

/** Every state that a reservation can stand in, to a payment whose attempts 1 to 3 ask. */
const pinStates: PinState[] = [0, 1, 2, 3].flatMap(endedAttempt => [
  ...(['held', 'released', 'expired'] as const).map(state => ({
    ...{ state, expiresAtMs: EXPIRES_AT_MS, paymentId: null, attempt: null, endedAttempt },
  })),
  ...(['held', 'pinned', 'committed', 'expired'] as const).flatMap(state =>
    [OURS, OTHER].flatMap(paymentId =>
      [1, 2, 3].map(attempt => ({
        ...{ state, expiresAtMs: EXPIRES_AT_MS, paymentId, attempt, endedAttempt },
      })),
    ),
  ),
])
const requests: PinRequest[] = [1, 2, 3].map(attempt => ({ paymentId: OURS, attempt }))
const instants = [BEFORE_MS, EXPIRES_AT_MS, EXPIRES_AT_MS + 1]

/** Every case, each with what is decided. */
const pins = pinStates.flatMap(current =>
  requests.flatMap(request =>
    instants.map(nowMs => ({ current, request, nowMs, ...decidePin(current, request, nowMs) })),
  ),
)
const unpins = pinStates.flatMap(current =>
  requests.flatMap(request =>
    instants.map(nowMs => ({
      current,
      request,
      nowMs,
      becomes: decideUnpin(current, request, nowMs),
    })),
  ),
)
const granted = pins.filter(({ outcome }) => outcome === 'pin' || outcome === 'pinned_already')

suite('The moves of a reservation', () => {
  test('what has ended stays ended; only a paid order that is cancelled gives its units back', () => {
    assert.deepEqual(reservationMoves, {
      held: ['pinned', 'released', 'expired'],
      pinned: ['held', 'committed', 'expired'],
      committed: ['released'],
      released: [],
      expired: [],
    })
  })

  test('only what is pinned is sold, and what is pinned cannot be released', () => {
    const into = (to: string) =>
      Object.entries(reservationMoves).flatMap(([from, tos]) =>
        tos.some(each => each === to) ? [from] : [],
      )
    assert.deepEqual(into('committed'), ['pinned'])
    assert.ok(!into('released').includes('pinned'))
  })

  test('no statement can be written for a move that is not in the table', () => {
    const moves = Object.entries(reservationMoves).flatMap(([from, tos]) =>
      tos.map(to => ({ from, to }) as ReservationMove),
    )
    for (const move of moves) {
      const { set, guard } = moveSql(move)
      assert.equal(set, `state = '${move.to}'`)
      assert.match(guard, new RegExp(`and state = '${move.from}'$`))
    }
    // @ts-expect-error What has ended stays ended: the type checker looks at this line.
    moveSql({ from: 'expired', to: 'held' })
    // @ts-expect-error What is pinned cannot be released.
    moveSql({ from: 'pinned', to: 'released' })
  })
})

suite('A pin', () => {
  test('an attempt that has ended never pins again', () => {
    assert.ok(granted.every(({ current, request }) => request.attempt > current.endedAttempt))
  })

  test('the pin of another payment is respected, and told', () => {
    const others = pins.filter(
      ({ current, request }) =>
        current.state === 'pinned' &&
        current.paymentId === OTHER &&
        request.attempt > current.endedAttempt,
    )
    assert.ok(others.length > 0)
    assert.deepEqual(new Set(others.map(({ outcome }) => outcome)), new Set(['payment_in_flight']))
  })

  test('an older attempt never takes the place of a newer one of the same payment', () => {
    const older = pins.filter(
      ({ current, request }) =>
        current.state === 'pinned' &&
        current.paymentId === OURS &&
        request.attempt < (current.attempt ?? 0),
    )
    assert.ok(older.length > 0)
    assert.ok(older.every(({ outcome }) => outcome === 'payment_in_flight'))
  })

  test('a hold is pinned until its last millisecond and not at its end', () => {
    const held = pins.filter(
      ({ current, request }) => current.state === 'held' && request.attempt > current.endedAttempt,
    )
    for (const { nowMs, outcome } of held) {
      assert.equal(outcome, nowMs < EXPIRES_AT_MS ? 'pin' : 'reservation_expired')
    }
  })

  test('what is pinned stays pinned past its time: the same attempt is told so, a newer takes it', () => {
    const own = pins.filter(
      ({ current, request }) =>
        current.state === 'pinned' &&
        current.paymentId === OURS &&
        request.attempt > current.endedAttempt &&
        request.attempt >= (current.attempt ?? 0),
    )
    for (const { current, request, outcome } of own) {
      assert.equal(outcome, request.attempt === current.attempt ? 'pinned_already' : 'pin')
    }
  })

  test('nothing that has ended is pinned, and the refusal says how it ended', () => {
    const why = { expired: 'reservation_expired', released: 'reservation_ended' } as const
    for (const { current, request, outcome } of pins) {
      if (request.attempt <= current.endedAttempt) continue
      const { state } = current
      if (state === 'expired' || state === 'released') assert.equal(outcome, why[state])
      if (state === 'committed') assert.equal(outcome, 'reservation_ended')
    }
  })
})

suite('An unpin', () => {
  test('lets go only the pin of its own payment, of its attempt or an older one', () => {
    for (const { current, request, becomes } of unpins) {
      const isOurs =
        current.state === 'pinned' &&
        current.paymentId === OURS &&
        request.attempt >= (current.attempt ?? 0)
      assert.equal(becomes !== 'nothing', isOurs)
    }
  })

  test('before its time the reservation is held again, at its time it expires', () => {
    for (const { nowMs, becomes } of unpins) {
      if (becomes !== 'nothing') assert.equal(becomes, nowMs < EXPIRES_AT_MS ? 'hold' : 'expire')
    }
  })
})

test('however pins and unpins are delayed, doubled and overtaken, no ended attempt keeps a unit', () => {
  const attempts = [1, 2, 3]
  const messages = attempts.flatMap(attempt => [
    { kind: 'pin' as const, attempt },
    { kind: 'unpin' as const, attempt },
  ])
  const arrivals = fc.shuffledSubarray([...messages, ...messages], { minLength: 6 })
  fc.assert(
    fc.property(arrivals, arrived => {
      let current: PinState = {
        ...{ state: 'held', expiresAtMs: EXPIRES_AT_MS },
        ...{ paymentId: null, attempt: null, endedAttempt: 0 },
      }
      for (const { kind, attempt } of arrived) {
        const request = { paymentId: OURS, attempt }
        if (kind === 'pin') {
          const { outcome } = decidePin(current, request, BEFORE_MS)
          if (outcome === 'pin') current = { ...current, state: 'pinned', ...request }
        } else {
          if (decideUnpin(current, request, BEFORE_MS) === 'hold') {
            current = { ...current, state: 'held' }
          }
          current = { ...current, endedAttempt: Math.max(current.endedAttempt, attempt) }
        }
      }
      const lastEnded = Math.max(0, ...arrived.map(m => (m.kind === 'unpin' ? m.attempt : 0)))
      if (current.state === 'pinned') assert.ok((current.attempt ?? 0) > lastEnded)
    }),
    { numRuns: 2_000 },
  )
})
