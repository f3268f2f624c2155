import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { test } from 'node:test'
import { memoryLive } from '#platform/live/live.memory.ts'
import { settle, until } from './a-live-client.ts'
import { ask } from './ask-under-test.ts'
import { aThing, openGatewayUnderTest } from './gateway-under-test.ts'

const thing = `/api/things/${aThing.thingId}`

const CLOSED = { status: 200, connection: 'close' }

async function request(agent: Agent, url: string) {
  const [response] = (await once(get(url, { agent }), 'response')) as [IncomingMessage]
  await response.resume().toArray()
  return { status: response.statusCode, connection: response.headers.connection }
}

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

test('whoever presses on while the shop closes is told so, and loses no request', async () => {
  const shop = await openGatewayUnderTest({ leaveMs: 500 })
  const release = Promise.withResolvers<unknown>()
  const agent = new Agent({ keepAlive: true, maxSockets: 25 })
  const end = (path: string) => request(agent, shop.url + path)
  /** Presses again and again; how it came to know that it is over. */
  async function press(): Promise<string | undefined> {
    for (;;) {
      const { status, connection } = await end(thing)
      assert.equal(status, 200)
      if (connection === 'close') return connection
    }
  }
  const pressing = Array.from({ length: 24 }, press)
  await until(() => shop.asked.length > 100, 'many who press')
  // One is answered only when the door has shut.
  shop.answerWith(({ name }: { name: string }) =>
    name === 'listThings' ? release.promise : aThing,
  )
  const slow = end('/api/things')
  await until(() => shop.asked.some(({ name }) => name === 'listThings'), 'the slow call')
  const closing = shop[Symbol.asyncDispose]()
  assert.deepEqual(new Set(await Promise.all(pressing)), new Set(['close']))
  assert.deepEqual(
    await request(new Agent({ keepAlive: true }), `${shop.url}/healthz`),
    CLOSED,
    'newcomers are served',
  )
  assert.deepEqual(
    await request(new Agent({ keepAlive: true }), `${shop.url}/docs`),
    CLOSED,
    'pages too',
  )
  await until(() => !shop.gateway.app.server.listening, 'a door that is shut')
  release.resolve({ items: [] })
  assert.deepEqual(await slow, CLOSED)
  await closing
  agent.destroy()
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
