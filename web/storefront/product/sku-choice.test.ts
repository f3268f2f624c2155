import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstChoice, isToBeHad, optionsOf, skuOf } from './sku-choice.ts'

const aSku = (size: string, colour: string, available: number) => ({
  skuId: `${size}-${colour}`,
  options: { size, colour },
  available,
})

const skus = [aSku('M', 'ink', 0), aSku('L', 'ink', 4), aSku('M', 'moss', 2)]

test('a product opens with what can be had', () => {
  assert.deepEqual(firstChoice(skus), { size: 'L', colour: 'ink' })
  assert.deepEqual(firstChoice([aSku('M', 'ink', 0)]), { size: 'M', colour: 'ink' })
  assert.deepEqual(firstChoice([]), {})
})

test('each value says whether it could be had with the rest of the choice', () => {
  assert.deepEqual(optionsOf(skus), [
    { name: 'size', values: ['M', 'L'] },
    { name: 'colour', values: ['ink', 'moss'] },
  ])
  const chosen = { size: 'M', colour: 'moss' }
  assert.equal(isToBeHad(skus, chosen, { name: 'colour', value: 'ink' }), false)
  assert.equal(isToBeHad(skus, chosen, { name: 'size', value: 'L' }), false)
  assert.equal(skuOf(skus, { size: 'L', colour: 'moss' }), null)
  assert.equal(skuOf(skus, chosen)?.skuId, 'M-moss')
})

test('what has no options is one SKU', () => {
  const only = { skuId: 'only', options: {}, available: 1 }
  assert.equal(skuOf([only], {})?.skuId, 'only')
})

test('a SKU without options stands in no other’s way', () => {
  const plain = { skuId: 'plain', options: {}, available: 1 }
  const large = { skuId: 'large', options: { size: 'L' }, available: 1 }
  assert.equal(skuOf([plain, large], { size: 'L' })?.skuId, 'large')
  assert.equal(skuOf([plain, large], {})?.skuId, 'plain')
})
