import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filterOf, paramsOf } from './catalogue-filter.ts'

const of = (query: string) => filterOf(new URLSearchParams(query))

test('an address of the catalogue says what it shows, and is the same again', () => {
  const filter = of('q= 신발 &kind=regular&sort=-price&inStock=true&currency=USD&maxPrice=50000')
  assert.deepEqual(filter, {
    q: '신발',
    kind: 'regular',
    sort: '-price',
    inStock: true,
    currency: 'USD',
    maxPrice: 50_000,
  })
  assert.deepEqual(filterOf(paramsOf(filter)), filter)
})

test('what makes no sense in an address is left out', () => {
  assert.deepEqual(
    of('q=&kind=all&sort=newest&minPrice=-1&maxPrice=cheap&category=1&inStock=1&currency=dollars'),
    {},
  )
})
