import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LedgerEntry } from '#contracts/ledger.ts'
import { whyStory } from './why-story.ts'

const ledger = (...entries: readonly Omit<LedgerEntry, 'index' | 'dropId' | 'atMs'>[]) =>
  entries.map((entry, index) => ({ ...entry, index, dropId: 'a-drop', atMs: 1_000 + index }))

const storyOf = (entries: readonly LedgerEntry[]) => whyStory(entries, 1_000)

const reserved = (position: number, quantity = 1) =>
  ({ kind: 'reserved', position, quantity }) as const

// As the shop serves them: what ends a reservation tells its position, and no quantity.
test('who got nothing is told when the last unit went, and what came back since', () => {
  const story = storyOf(
    ledger(
      { kind: 'planned', units: 3 },
      reserved(1),
      reserved(2, 2),
      { kind: 'joined', ticket: 1, quantity: 1 },
      { kind: 'committed', position: 1 },
      { kind: 'expired', position: 2 },
      { kind: 'offered', ticket: 1, position: 3, quantity: 1 },
      { kind: 'expired', position: 3 },
      { kind: 'released', position: 1 },
      reserved(4, 3),
      { kind: 'returned', position: 4, quantity: 1 },
    ),
  )
  const lastUnit = { atMs: 1_002, position: 2 }
  assert.deepEqual(story, { openedWith: 3, lastUnit, cameBack: 5, offered: 1, joined: 1 })
})

test('what was let go before the last unit went is not the last one, and did not come back since', () => {
  const story = storyOf(
    ledger(
      { kind: 'planned', units: 2 },
      reserved(1),
      { kind: 'released', position: 1 },
      reserved(2),
      reserved(3),
    ),
  )
  const lastUnit = { atMs: 1_004, position: 3 }
  assert.deepEqual(story, { openedWith: 2, lastUnit, cameBack: 0, offered: 0, joined: 0 })
})

test('where a unit is still free, nothing is said of a last one', () => {
  const story = storyOf(ledger({ kind: 'planned', units: 2 }, reserved(1)))
  assert.deepEqual(story, { openedWith: 2, lastUnit: null, cameBack: 0, offered: 0, joined: 0 })
})

test('it opened with the units of its opening, whatever was added before and let go since', () => {
  const units = { kind: 'units_changed', delta: -2, units: 1 } as const
  const before = [
    { kind: 'planned', units: 2 },
    { ...units, delta: 1, units: 3 },
  ] as const
  const entries = ledger(...before, reserved(1), { kind: 'expired', position: 1 }, units)
  assert.equal(whyStory(entries, 1_001).openedWith, 3)
  assert.equal(whyStory(entries, 900).openedWith, 2, 'planned when it was open already')
})

test('a closing that is moved frees nothing: the last unit is told all the same', () => {
  const plan = { kind: 'planned', units: 2 } as const
  const { lastUnit } = storyOf(ledger(plan, reserved(1), plan, reserved(2)))
  assert.deepEqual(lastUnit, { atMs: 1_003, position: 2 })
})
