import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Drop } from '#contracts/drops.ts'
import { fieldsOfDrop, readDropChange } from './drop-change.ts'
import { fieldOfInstant } from './local-instant.ts'

const nowMs = Date.UTC(2026, 10, 22, 16, 29, 4)
const MINUTE_MS = 60_000

const aDrop = (changed: Partial<Drop> = {}): Drop => ({
  ...{ dropId: 'd', productId: 'p', skuId: 's', title: 'Moon jar', options: {} },
  ...{ price: { amountMinor: 129_000, currency: 'KRW' }, units: 100, remaining: 100 },
  ...{ state: 'upcoming', opensAtMs: nowMs + 51_021, closesAtMs: nowMs + 60 * MINUTE_MS + 7 },
  ...{ limitPerMember: 2, holdMs: 61_001, waiting: 0, waitingRoom: null, serverTimeMs: nowMs },
  ...changed,
})

const changeOf = (...[typed, drop]: [Parameters<typeof readDropChange>[0], Drop]) => {
  const read = readDropChange(typed, drop, nowMs)
  return read.is === 'right' ? read.change : read.faults
}

test('who corrects the name of a drop changes its name, and no instant that a field shows rounded', () => {
  assert.deepEqual(changeOf({ title: ' Moon jar, white ' }, aDrop()), { title: 'Moon jar, white' })
  const typedAnew = { ...fieldsOfDrop(aDrop()), title: 'White' }
  assert.deepEqual(changeOf(typedAnew, aDrop()), { title: 'White' })
  assert.deepEqual(changeOf(typedAnew, aDrop({ state: 'open' })), { title: 'White' })
  assert.deepEqual(changeOf({ title: ' ' }, aDrop()), {})
})

test('what is typed anew is sent, and the rest stays out of it', () => {
  const opensAtMs = Math.ceil(nowMs / MINUTE_MS) * MINUTE_MS + 5 * MINUTE_MS
  const typed = { opens: fieldOfInstant(opensAtMs), limit: '3', price: '130,000' }
  const price = { amountMinor: 130_000, currency: 'KRW' }
  assert.deepEqual(changeOf(typed, aDrop()), { opensAtMs, limitPerMember: 3, price })
  assert.deepEqual(changeOf({ holdMinutes: '2.5' }, aDrop()), { holdMs: 150_000 })
})

test('a drop that opens while somebody types takes the name and the closing', () => {
  const closesAtMs = Math.ceil(nowMs / MINUTE_MS) * MINUTE_MS + 5 * MINUTE_MS
  const typed = { title: 'White', closes: fieldOfInstant(closesAtMs), opens: '', limit: '9' }
  const open = aDrop({ state: 'open', opensAtMs: nowMs - 86_400_000 })
  assert.deepEqual(changeOf(typed, open), { title: 'White', closesAtMs })
})

test('a closing is measured by the very opening, also where both fall into one minute', () => {
  const short = aDrop({ opensAtMs: nowMs + 10_000, closesAtMs: nowMs + 30_000, units: 0 })
  assert.deepEqual(changeOf({ title: 'White' }, short), { title: 'White' })
  const before = { closes: fieldOfInstant(short.opensAtMs - MINUTE_MS) }
  assert.deepEqual(changeOf(before, short), { closes: 'closesBeforeOpening' })
  const after = { opens: fieldOfInstant(short.closesAtMs + MINUTE_MS) }
  assert.deepEqual(changeOf(after, short), { closes: 'closesBeforeOpening' })
})
