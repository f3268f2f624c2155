import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LedgerEntry } from '#contracts/ledger.ts'
import { aLedger, type Told } from '#contracts/ledger-rules/a-told-ledger.ts'
import { whyStory } from './why-story.ts'

const opensAtMs = 1_000

const storyOf = (
  entries: readonly LedgerEntry[],
  pressedAtMs: number | null = null,
  isWhole = true,
) => whyStory(entries, { opensAtMs, pressedAtMs, isWhole })

const reserved = (position: number, quantity = 1) =>
  ({ kind: 'reserved', position, quantity }) as const
const when = (atMs: number, entry: Told): Told => ({ ...entry, atMs })

// As the shop serves them: what ends a reservation tells its position, and no quantity.
test('who got nothing is told when the last unit went, and what came back since', () => {
  const story = storyOf(
    aLedger(
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
  assert.deepEqual(story, {
    openedWith: 3,
    lastUnit: { index: 2, atMs: 1_002, position: 2 },
    missed: null,
    freed: null,
    since: { cameBack: 5, added: 0, numbers: { from: 3, to: 4 } },
    offered: 1,
    joined: 1,
  })
})

const nothing = { cameBack: 0, added: 0, numbers: null }

test('what was let go before the last unit went is not the last one, and did not come back since', () => {
  const { lastUnit, since } = storyOf(
    aLedger(
      { kind: 'planned', units: 2 },
      reserved(1),
      { kind: 'released', position: 1 },
      reserved(2),
      reserved(3),
    ),
  )
  assert.deepEqual(lastUnit, { index: 4, atMs: 1_004, position: 3 })
  assert.deepEqual(since, nothing)
})

test('where a unit is still free, nothing is said of a last one', () => {
  const { openedWith, lastUnit, since } = storyOf(
    aLedger({ kind: 'planned', units: 2 }, reserved(1)),
  )
  assert.deepEqual(
    { openedWith, lastUnit, since },
    { openedWith: 2, lastUnit: null, since: nothing },
  )
})

test('it opened with the units of its opening, whatever was added before and let go since', () => {
  const units = { kind: 'units_changed', delta: -2, units: 1 } as const
  const before = [
    { kind: 'planned', units: 2 },
    { ...units, delta: 1, units: 3 },
  ] as const
  const entries = aLedger(...before, reserved(1), { kind: 'expired', position: 1 }, units)
  const openedWith = (openedAtMs: number) =>
    whyStory(entries, { opensAtMs: openedAtMs, pressedAtMs: null, isWhole: true }).openedWith
  assert.equal(openedWith(1_001), 3)
  assert.equal(openedWith(900), 2, 'planned when it was open already')
})

test('a closing that is moved frees nothing: the last unit is told all the same', () => {
  const plan = { kind: 'planned', units: 2 } as const
  const { lastUnit } = storyOf(aLedger(plan, reserved(1), plan, reserved(2)))
  assert.deepEqual(lastUnit, { index: 3, atMs: 1_003, position: 2 })
})

/** Number 1 lets the only unit go, and number 2 takes it a good second later. */
const letGo = aLedger(
  when(0, { kind: 'planned', units: 1 }),
  when(3_863, reserved(1)),
  when(13_323, { kind: 'released', position: 1 }),
  when(14_734, reserved(2)),
)

test('who pressed while a unit that came back was free is told who got that one', () => {
  const { lastUnit, missed, freed, since } = storyOf(letGo, 14_659)
  assert.deepEqual(lastUnit, { index: 1, atMs: 3_863, position: 1 })
  assert.deepEqual(missed, { wasFree: true, last: { index: 3, atMs: 14_734, position: 2 } })
  assert.deepEqual(freed, { atMs: 13_323, units: 1, position: 1 })
  assert.deepEqual(since, nothing)
})

test('who pressed before it came back is told that it did, and who got it', () => {
  const { missed, freed, since } = storyOf(letGo, 5_000)
  assert.deepEqual(missed, { wasFree: false, last: { index: 1, atMs: 3_863, position: 1 } })
  assert.equal(freed, null)
  assert.deepEqual(since, { cameBack: 1, added: 0, numbers: { from: 2, to: 2 } })
})

test('who pressed after it went again is told of that time, and not of the first', () => {
  const { missed, freed, since } = storyOf(letGo, 20_000)
  assert.deepEqual(missed, { wasFree: false, last: { index: 3, atMs: 14_734, position: 2 } })
  assert.deepEqual(freed, { atMs: 13_323, units: 1, position: 1 })
  assert.deepEqual(since, nothing)
})

test('units that were added are told, and who got them', () => {
  const added = aLedger(
    when(0, { kind: 'planned', units: 1 }),
    when(2_000, reserved(1)),
    when(14_568, { kind: 'units_changed', delta: 2, units: 3 }),
    when(16_200, reserved(2)),
    when(16_259, reserved(3)),
  )
  const { missed, freed, since } = storyOf(added, 16_162)
  assert.deepEqual(missed, { wasFree: true, last: { index: 4, atMs: 16_259, position: 3 } })
  assert.deepEqual(freed, { atMs: 14_568, units: 2, position: null })
  assert.deepEqual(since, nothing)
  assert.deepEqual(storyOf(added).since, { cameBack: 0, added: 2, numbers: { from: 2, to: 3 } })
})

test('what went to whoever stood in line is gone for who comes after', () => {
  const { missed } = storyOf(
    aLedger(
      { kind: 'planned', units: 1 },
      reserved(1),
      { kind: 'joined', ticket: 1, quantity: 1 },
      { kind: 'expired', position: 1 },
      { kind: 'offered', ticket: 1, position: 2, quantity: 1 },
    ),
    2_000,
  )
  assert.deepEqual(missed, { wasFree: false, last: { index: 4, atMs: 1_004, position: 2 } })
})

test('what was taken out of the sale went to nobody', () => {
  const { lastUnit } = storyOf(
    aLedger({ kind: 'planned', units: 2 }, reserved(1), {
      kind: 'units_changed',
      delta: -1,
      units: 1,
    }),
  )
  assert.deepEqual(lastUnit, { index: 2, atMs: 1_002, position: null })
})

test('of a press beyond the entries that were read nothing is told', () => {
  assert.equal(storyOf(letGo, 20_000, false).missed, null)
  assert.notEqual(storyOf(letGo, 14_000, false).missed, null)
  const still = letGo.slice(0, 3)
  assert.deepEqual(storyOf(still, 14_000).missed, { wasFree: true, last: null })
})
