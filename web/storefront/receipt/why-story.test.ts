import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LedgerEntry } from '#contracts/ledger.ts'
import { whyStory } from './why-story.ts'

const ledger = (...entries: readonly Omit<LedgerEntry, 'index' | 'dropId' | 'atMs'>[]) =>
  entries.map((entry, index) => ({ ...entry, index, dropId: 'a-drop', atMs: 1_000 + index }))

test('who got nothing is told when the last unit went, and what came back since', () => {
  const story = whyStory(
    ledger(
      { kind: 'planned', units: 2 },
      { kind: 'reserved', position: 1, quantity: 1 },
      { kind: 'reserved', position: 2, quantity: 1 },
      { kind: 'joined', ticket: 1, quantity: 1 },
      { kind: 'expired', position: 1, quantity: 1 },
      { kind: 'offered', ticket: 1, position: 3, quantity: 1 },
    ),
  )
  const lastUnit = { atMs: 1_002, position: 2 }
  assert.deepEqual(story, { lastUnit, cameBack: 1, offered: 1, joined: 1 })
})

test('where a unit is still free, nothing is said of a last one', () => {
  const story = whyStory(
    ledger({ kind: 'planned', units: 2 }, { kind: 'reserved', position: 1, quantity: 1 }),
  )
  assert.deepEqual(story, { lastUnit: null, cameBack: 0, offered: 0, joined: 0 })
})
