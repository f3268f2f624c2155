import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { DropState } from '#contracts/drops.ts'
import { dropToShow, productView } from './product-view.ts'

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

test('each SKU tells the drop that sells it, beside the one that matters most', () => {
  const instants = { opensAtMs: 10, closesAtMs: 20 }
  const open = { dropId: 'open', state: 'open' as const, ...instants }
  const next = { dropId: 'next', state: 'upcoming' as const, ...instants }
  const skus = ['red', 'blue', 'gold'].map(colour => ({ skuId: colour, options: { colour } }))
  const stock = [
    { skuId: 'red', available: 0, drop: next },
    { skuId: 'blue', available: 3, drop: open },
    { skuId: 'gold', available: 1, drop: null },
  ]
  const words = { title: 'Watch', description: '', category: null, images: [], likeCount: 0 }
  const price = { amountMinor: 12_345, currency: 'USD' }
  const shown = productView(
    { productId: 'watch', kind: 'drop', ...words, price, skus },
    new Map(stock.map(units => [units.skuId, units])),
    { stale: false },
  )
  assert.deepEqual(shown.drop, open)
  assert.deepEqual(shown.skus, [
    { skuId: 'red', options: { colour: 'red' }, available: 0, drop: next },
    { skuId: 'blue', options: { colour: 'blue' }, available: 3, drop: open },
    { skuId: 'gold', options: { colour: 'gold' }, available: 1 },
  ])
})
