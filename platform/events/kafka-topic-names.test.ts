import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { kafkaTopicNames } from './kafka-topic-names.ts'

const names = kafkaTopicNames('shop', { stock: ['stock.offered'] })

suite('The topics of a shop', () => {
  test('are one for each service, and one more where something travels apart', () => {
    assert.deepEqual(names.topicsOf('orders'), ['shop.orders'])
    assert.deepEqual(names.topicsOf('stock'), ['shop.stock', 'shop.stock.apart'])
    assert.equal(names.topicOf({ source: 'stock', type: 'stock.reserved' }), 'shop.stock')
    assert.equal(names.topicOf({ source: 'stock', type: 'stock.offered' }), 'shop.stock.apart')
    assert.equal(names.topicOf({ source: 'orders', type: 'stock.offered' }), 'shop.orders')
  })

  test('tell whose they are', () => {
    for (const service of ['stock', 'orders']) {
      assert.ok(names.topicsOf(service).every(topic => names.serviceOf(topic) === service))
    }
  })

  test('are read where something that is wanted lies', () => {
    const sources = ['orders', 'stock']
    const readBy = (more: { types?: string[]; onlyApart?: string[] }) =>
      [...names.heardBy({ sources, ...more })].map(([topic, source]) => `${topic} of ${source}`)
    const [orders, main] = ['shop.orders of orders', 'shop.stock of stock']
    const aside = 'shop.stock.apart of stock'
    assert.deepEqual(readBy({}), [orders, main, aside])
    assert.deepEqual(readBy({ types: ['stock.reserved'] }), [orders, main])
    const types = ['order.paid', 'stock.offered']
    assert.deepEqual(readBy({ types }), [orders, main, aside])
    assert.deepEqual(readBy({ types, onlyApart: ['stock'] }), [orders, aside])
  })
})
