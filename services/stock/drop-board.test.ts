import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryLive } from '#platform/live/live.memory.ts'
import { aDropRecord } from './a-drop-record.ts'
import { dropBoard } from './drop-board.ts'

const aBoard = () =>
  dropBoard({ live: memoryLive(), nowMs: () => 5_000, believedMs: Number.POSITIVE_INFINITY })
const news = (...drops: readonly ReturnType<typeof aDropRecord>[]) => ({
  ...{ drops, skus: [], taken: [] },
})

test('what was read before the news came does not take its place, nor do older news', () => {
  const board = aBoard()
  const read = aDropRecord({ version: 4, reserved: 1 })
  const newer = { ...read, version: 6, reserved: 3 }
  board.apply(news(newer))
  assert.deepEqual(board.keep(read), newer)
  board.apply(news({ ...read, version: 5, reserved: 2 }))
  assert.deepEqual(board.get(read.dropId), newer)
  const newest = { ...newer, version: 7, reserved: 2 }
  board.apply(news(newest))
  assert.deepEqual(board.get(read.dropId), newest)
})

test('of very many drops it forgets the first it saw', () => {
  const board = aBoard()
  const drops = Array.from({ length: 5_001 }, () => aDropRecord())
  for (const drop of drops) board.keep(drop)
  assert.deepEqual(
    [drops[0], drops[1], drops[5_000]].map(drop => board.get(drop?.dropId ?? '') !== undefined),
    [false, true, true],
  )
})

test('processes that share drops tell each other at once, and believe old news for a moment only', async () => {
  const live = memoryLive()
  const deps = { live, nowMs: () => 5_000 }
  const [one, other] = [
    dropBoard({ ...deps, believedMs: 20 }),
    dropBoard({ ...deps, believedMs: 20 }),
  ]
  const record = aDropRecord({ version: 1 })
  other.keep(record)
  one.apply({ drops: [{ ...record, version: 2, reserved: 1 }], skus: [], taken: [] })
  assert.equal(other.get(record.dropId)?.reserved, 1)
  while (other.get(record.dropId) !== undefined) await new Promise(setImmediate)
  other.keep({ ...record, version: 2, reserved: 1 })
  assert.equal(other.get(record.dropId)?.version, 2, 'read again, it is believed again')
})
