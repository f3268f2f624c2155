import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { test } from 'node:test'
import { memoryLive } from '#platform/live.memory.ts'
import { ask } from './ask.ts'
import { aThing, openGatewayUnderTest } from './gateway-under-test.ts'
import { settle, until } from './live-client.ts'

const thing = `/api/things/${aThing.thingId}`

test('a shop that closes answers whom it has let in, and lets nobody else in', async () => {
  const shop = await openGatewayUnderTest()
  const release = Promise.withResolvers<unknown>()
  shop.answerWith(() => release.promise)
  const inside = ask(shop.url, `GET ${thing}`)
  await until(() => shop.asked.length === 1, 'the call')
  let closed = false
  const closing = shop[Symbol.asyncDispose]().then(() => {
    closed = true
  })
  await settle()
  await assert.rejects(ask(shop.url, `GET ${thing}`), { name: 'TypeError' })
  assert.equal(closed, false)
  release.resolve(aThing)
  assert.deepEqual((await inside).json, aThing)
  await closing
})

test('connections that are kept alive do not keep the shop from closing', async () => {
  const shop = await openGatewayUnderTest()
  const agent = new Agent({ keepAlive: true })
  for (let request = 0; request < 3; request++) {
    const [response] = (await once(get(shop.url + thing, { agent }), 'response')) as [
      IncomingMessage,
    ]
    await response.resume().toArray()
  }
  const startedAtMs = performance.now()
  await shop[Symbol.asyncDispose]()
  assert.ok(performance.now() - startedAtMs < 5_000, 'it did not wait for idle connections')
  agent.destroy()
})

test('what does not come to an end in time is cut', async () => {
  const shop = await openGatewayUnderTest({ drainMs: 50 })
  shop.answerWith(() => new Promise(() => undefined))
  const lost = assert.rejects(ask(shop.url, `GET ${thing}`), { name: 'TypeError' })
  await until(() => shop.asked.length === 1, 'the call')
  await shop[Symbol.asyncDispose]()
  await lost
})

test('two shops cannot have one port', async () => {
  await using shop = await openGatewayUnderTest()
  const listen = { host: '127.0.0.1', port: shop.gateway.port }
  const live = memoryLive()
  await assert.rejects(openGatewayUnderTest({ listen, live }), { code: 'EADDRINUSE' })
  const leftBehind = ['session-ended', 'member-changed'].filter(live.hasListeners)
  assert.deepEqual(leftBehind, [])
})
