import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { catalogApi } from './catalog.ts'
import { dropOperations } from './drops.ts'

/** Wherever a merchant sets a price. */
const priced = {
  createProduct: catalogApi.createProduct.input.properties.price,
  changeProduct: catalogApi.changeProduct.input.properties.price,
  planDrop: dropOperations.planDrop.input.properties.price,
  changeDrop: dropOperations.changeDrop.input.properties.price,
} satisfies Record<string, TSchema>

test('nothing is sold for nothing, and only in currencies that there are', () => {
  for (const [name, schema] of Object.entries<TSchema>(priced)) {
    const price = Compile(schema)
    const faults = (amountMinor: number, currency: string) => [
      ...new Set(price.Errors({ amountMinor, currency }).map(error => error.instancePath)),
    ]
    assert.deepEqual(faults(1, 'KRW'), [], name)
    assert.deepEqual(faults(1_999, 'USD'), [], name)
    assert.deepEqual(faults(0, 'KRW'), ['/amountMinor'], name)
    for (const unknown of ['XXX', 'XTS', 'ZZZ', 'krw', '']) {
      assert.equal(price.Check({ amountMinor: 1, currency: unknown }), false)
      assert.deepEqual(faults(1, unknown), ['/currency'], `${name} ${unknown}`)
    }
  }
})

test('who reads the interface is told the least price', () => {
  for (const [name, schema] of Object.entries(priced)) {
    const { amountMinor } = JSON.parse(JSON.stringify(schema)).properties
    assert.equal(amountMinor.minimum, 1, name)
  }
})
