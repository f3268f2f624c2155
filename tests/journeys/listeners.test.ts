import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listeners } from '#run/listeners.ts'
import { shopTopics } from '#run/shop-topics.ts'
import { openTestShop } from '#tests/shop/a-shop.ts'

test('who listens to which topic, as a backup believes it, is what the services of a shop subscribe to', async () => {
  await using shop = await openTestShop()
  const { heardBy } = shopTopics('shop')
  const subscribed = shop.subscribers.flatMap(({ database, subscription }) =>
    [...heardBy(subscription).keys()].map(topic => `${database.service} hears ${topic}`),
  )
  const believed = Object.entries(listeners).flatMap(([consumer, topics]) =>
    topics.map(topic => `${consumer} hears shop.${topic}`),
  )
  assert.deepEqual(believed.sort(), subscribed.sort())
})
