import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foldTitle } from '#services/catalog/fold-title.ts'
import { searchIndex } from '#services/catalog/search-index.ts'
import { demoProducts, sampleTitled } from './demo-shop.ts'

test('what the sample shop sells is found in English as in Korean', () => {
  const index = searchIndex()
  for (const [productNumber, { title, picture, price, kind }] of demoProducts.entries()) {
    const words = { productId: picture, titleFolded: foldTitle(title), categoryId: null, kind }
    index.put({ ...words, productNumber, priceMinor: price, currency: 'KRW', likeCount: 0 })
  }
  const found = (query: string) => {
    const matches = ([0, 1] as const).map(mistakes => index.find(query, mistakes))
    const best = matches.find(({ count }) => count > 0)
    return Array.from({ length: best?.count ?? 0 }, (_, at) => best?.product(at).productId)
  }
  for (const query of ['oxford', 'Oxfrod', 'SHIRT', '셔츠']) {
    assert.deepEqual(found(query), ['everyday-oxford-shirt'], query)
  }
  // A picture is called as in English what it shows.
  for (const { picture } of demoProducts) {
    assert.deepEqual(found(picture.replaceAll('-', ' ')), [picture])
  }
})

test('the values of options are words of both languages, or sizes', () => {
  const values = demoProducts.flatMap(({ skus }) =>
    skus.flatMap(({ options }) => Object.values(options)),
  )
  assert.ok(values.length > 10)
  assert.deepEqual(
    values.filter(value => !/^[A-Z0-9]+$|^[가-힣 ]+ · [A-Za-z ]+$/.test(value)),
    [],
  )
})

test('a sample is known by its title, and by the Korean one that it had before', () => {
  assert.deepEqual(
    demoProducts.map(({ title }) => sampleTitled(title)),
    demoProducts,
  )
  assert.equal(sampleTitled('매일 입는 옥스퍼드 셔츠')?.picture, 'everyday-oxford-shirt')
  assert.equal(sampleTitled('새벽 손목시계 No. 7')?.picture, 'dawn-watch')
  assert.equal(sampleTitled('만년필'), undefined)
})
