import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstSku, optionsOf, skuWith, standingOf } from './sku-choice.ts'

const aSku = (colour: string, size: string, available: number) => ({
  skuId: `${colour}-${size}`,
  options: { colour, size },
  available,
})

const [redS, blueS, blueL] = [aSku('red', 'S', 30), aSku('blue', 'S', 0), aSku('blue', 'L', 50)]
const skus = [redS, blueS, blueL]
const [red, blue] = ['red', 'blue'].map(value => ({ name: 'colour', value }))
const [small, large] = ['S', 'L'].map(value => ({ name: 'size', value }))
assert(red && blue && small && large)

test('a product opens with what can be had', () => {
  assert.equal(firstSku([blueS, blueL]), blueL)
  assert.equal(firstSku([blueS]), blueS)
  assert.equal(firstSku([]), null)
})

test('a link to one of a product opens it with that one, though it be sold out, if it is made', () => {
  assert.equal(firstSku(skus, blueS.skuId), blueS)
  assert.equal(firstSku(skus, 'gone'), redS)
})

test('only that is sold out of which nothing is left', () => {
  assert.deepEqual(optionsOf(skus), [
    { name: 'colour', values: ['red', 'blue'] },
    { name: 'size', values: ['S', 'L'] },
  ])
  const standings = (of: typeof skus, chosen: (typeof skus)[number]) =>
    [red, blue, small, large].map(value => standingOf(of, chosen, value))
  const inSmallRed = ['to_be_had', 'sold_out_here', 'to_be_had', 'not_made_here']
  assert.deepEqual(standings(skus, redS), inSmallRed)
  const inLargeBlue = ['not_made_here', 'to_be_had', 'sold_out_here', 'to_be_had']
  assert.deepEqual(standings(skus, blueL), inLargeBlue)
  const blueGone = [redS, blueS, { ...blueL, available: 0 }]
  assert.deepEqual(standings(blueGone, redS), ['to_be_had', 'sold_out', 'to_be_had', 'sold_out'])
})

test('a value that was pressed leads to a thing that is made, as near as may be', () => {
  assert.equal(skuWith(skus, redS, large), blueL)
  assert.equal(skuWith(skus, blueL, red), redS)
  assert.equal(skuWith(skus, redS, blue), blueS, 'what is sold out can be asked for')
  const green = [aSku('green', 'L', 0), blueL, redS]
  assert.equal(skuWith(green, redS, large), blueL, 'of two that are as near, one to be had')
  assert.equal(skuWith(skus, redS, { name: 'size', value: 'XL' }), redS)
})

test('a SKU without options stands in no other’s way', () => {
  const plain = { skuId: 'plain', options: {}, available: 1 }
  const only = { skuId: 'large', options: { size: 'L' }, available: 1 }
  assert.equal(firstSku([plain, only]), plain)
  assert.equal(skuWith([plain, only], plain, large), only)
  assert.equal(standingOf([plain, only], plain, large), 'to_be_had')
})
