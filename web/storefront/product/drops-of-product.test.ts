import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DropState } from '#contracts/drops.ts'
import { dropsOfProduct } from './drops-of-product.ts'

const aSku = (colour: string, state?: DropState, opensAtMs = 1_000) => ({
  skuId: colour,
  options: { colour },
  available: 0,
  ...(state && { drop: { dropId: `of ${colour}`, state, opensAtMs, closesAtMs: 9_000 } }),
})

test('each SKU leads to its drop: the one that matters most first, none that is over behind it', () => {
  const blue = aSku('blue', 'open')
  const skus = [
    aSku('gold', 'upcoming', 3_000),
    aSku('red', 'sold_out', 2_000),
    blue,
    aSku('grey', 'ended'),
    aSku('none'),
  ]
  const drops = dropsOfProduct({ skus, ...(blue.drop && { drop: blue.drop }) })
  assert.deepEqual(
    drops.map(({ dropId, options }) => [dropId, options]),
    ['blue', 'red', 'gold'].map(colour => [`of ${colour}`, { colour }]),
  )
})

test('where all is over, the last one is told alone', () => {
  const last = aSku('red', 'ended')
  const drops = dropsOfProduct({
    skus: [aSku('blue', 'ended'), last],
    ...(last.drop && { drop: last.drop }),
  })
  assert.deepEqual(drops, [{ ...last.drop, options: { colour: 'red' } }])
})
