import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { DropState } from '#contracts/drops.ts'
import { dropToShow } from './product-view.ts'

const aDrop = fc.record({
  dropId: fc.uuid(),
  opensAtMs: fc.nat(1_000),
  closesAtMs: fc.integer({ min: 1_001, max: 2_000 }),
  state: fc.constantFrom<DropState>('upcoming', 'open', 'paused', 'sold_out', 'ended'),
})

const rank = ({ state }: { readonly state: DropState }) =>
  ['open', 'paused', 'upcoming', 'ended'].indexOf(state === 'sold_out' ? 'paused' : state)

test('of several drops the one that can be had is shown, else what runs, comes, or was', () => {
  fc.assert(
    fc.property(fc.array(aDrop, { minLength: 1, maxLength: 6 }), drops => {
      const shown = dropToShow(drops)
      assert.ok(shown)
      assert.equal(rank(shown), Math.min(...drops.map(rank)))
      const peers = drops.filter(drop => drop.state === shown.state)
      if (shown.state === 'upcoming') {
        assert.equal(shown.opensAtMs, Math.min(...peers.map(drop => drop.opensAtMs)))
      }
      if (shown.state === 'ended') {
        assert.equal(shown.closesAtMs, Math.max(...peers.map(drop => drop.closesAtMs)))
      }
    }),
  )
  assert.equal(dropToShow([]), undefined)
})
