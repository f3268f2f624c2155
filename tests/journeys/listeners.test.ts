import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listeners } from '#run/listeners.ts'
import { openTestShop } from '#tests/shop/a-shop.ts'

test('who listens to whom, as a backup believes it, is what the services of a shop subscribe to', async () => {
  await using shop = await openTestShop()
  const measured = await (await fetch(`http://localhost:${shop.privatePort}/metrics`)).text()
  const lines = measured.matchAll(
    /^firstcome_consumer_lag_events\{consumer="(\w+)",source="(\w+)"\}/gm,
  )
  const subscribed = [...lines].map(([, consumer, source]) => `${consumer} hears ${source}`)
  const believed = Object.entries(listeners).flatMap(([consumer, topics]) =>
    topics.map(topic => `${consumer} hears ${topic.split('.')[0]}`),
  )
  assert.deepEqual(believed.sort(), subscribed.sort())
})
