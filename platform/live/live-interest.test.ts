import assert from 'node:assert/strict'
import { test } from 'node:test'
import { liveInterest } from './live-interest.ts'

test('what others listen to is known until the last of them stops, goes, or falls silent', () => {
  let nowMs = 0
  const interest = liveInterest(() => nowMs)
  interest.hear({ from: 'a', kind: 'listens', topic: 't' })
  interest.hear({ from: 'a', kind: 'listens', topic: 't' })
  interest.hear({ from: 'b', kind: 'all', topics: ['t', 'u'], first: true })
  interest.hear({ from: 'a', kind: 'stops', topic: 't' })
  interest.hear({ from: 'a', kind: 'stops', topic: 'never' })
  assert.deepEqual([interest.has('t'), interest.has('u')], [true, true])
  interest.hear({ from: 'b', kind: 'all', topics: ['u'], first: true })
  interest.hear({ from: 'b', kind: 'all', topics: ['v'], first: false })
  assert.deepEqual(['t', 'u', 'v'].map(interest.has), [false, true, true])
  nowMs = 10
  interest.hear({ from: 'c', kind: 'listens', topic: 'w' })
  interest.forgetSilent(10)
  assert.deepEqual(['u', 'v', 'w'].map(interest.has), [false, false, true])
  interest.hear({ from: 'c', kind: 'bye' })
  assert.equal(interest.has('w'), false)
})

test('whoever counts otherwise than he was heard is asked for all of it', () => {
  const interest = liveInterest(() => 0)
  assert.equal(interest.hear({ from: 'a', kind: 'here', count: 1 }), true)
  interest.hear({ from: 'a', kind: 'all', topics: ['t'], first: true })
  assert.equal(interest.hear({ from: 'a', kind: 'here', count: 1 }), false)
  assert.equal(interest.hear({ from: 'a', kind: 'here', count: 0 }), true)
})
