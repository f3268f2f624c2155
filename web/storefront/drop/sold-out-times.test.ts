import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aLedger, reserved } from '#contracts/ledger-rules/a-told-ledger.ts'
import { soldOutTimes, tellApart } from './sold-out-times.ts'

const PLANNED = { kind: 'planned', units: 1, atMs: 0 } as const
const FIRST = { ...reserved(1), atMs: 2_863 }
const LET_GO = { kind: 'released', position: 1, atMs: 12_323 } as const
const SECOND = { ...reserved(2), atMs: 13_734 }
const letGo = aLedger(PLANNED, FIRST, LET_GO, SECOND)

const timesOf = (
  items: typeof letGo,
  pressedAtMs: number | null,
  nextCursor: string | null = null,
) => soldOutTimes({ items, nextCursor }, pressedAtMs)

const first = { index: 1, atMs: 2_863, position: 1 }
const second = { index: 3, atMs: 13_734, position: 2 }

test('who pressed while a unit was there again is told who got that one', () => {
  const times = { first, isAgain: true, missed: second, isUnderWay: false }
  assert.deepEqual(timesOf(letGo, 13_659), times)
  assert.deepEqual(timesOf(letGo, 13_800), times)
  assert.deepEqual(timesOf(letGo, 5_000), { ...times, missed: first })
  assert.deepEqual(timesOf(letGo, null), { ...times, missed: null })
})

test('what came back and went along the line did not sell out again', () => {
  const offer = { kind: 'offered', ticket: 1, position: 2, quantity: 1 } as const
  const times = timesOf(aLedger(PLANNED, FIRST, LET_GO, offer), null)
  assert.equal(times.isAgain, false)
})

test('until the ledger tells who got the unit that was free, nobody is named', () => {
  const times = { first, isAgain: false, missed: null }
  assert.deepEqual(timesOf(letGo.slice(0, 3), 13_659), { ...times, isUnderWay: true })
  assert.deepEqual(timesOf(letGo.slice(0, 3), 13_659, '2'), { ...times, isUnderWay: false })
})

test('two instants are told apart, however near they are', () => {
  assert.deepEqual(tellApart(900, 700), ['0.9', '0.7'])
  assert.deepEqual(tellApart(13_659, 13_734), ['13.659', '13.734'])
})
