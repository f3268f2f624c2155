import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { refuse } from '#contracts/problems.ts'
import { uuidv7 } from '#platform/ids.ts'
import { memoryLive } from '#platform/live/live.memory.ts'
import type { Live } from '#platform/live/live.ts'
import { follow, passSeconds, settle, until } from './a-live-client.ts'
import { ask } from './ask-under-test.ts'
import { aMember, aThing, bearer, openGatewayUnderTest } from './gateway-under-test.ts'

const topic = `thing:${aThing.thingId}`
const livePath = `/api/things/${aThing.thingId}/live`
const JSON_TYPE = 'application/json; charset=utf-8'
const ownPath = `/api/things/${aThing.thingId}/own`

test('a stream begins with the present state, then tells what moves', async () => {
  await using shop = await openGatewayUnderTest()
  const client = await follow(shop.url + livePath)
  await client.hasEvents(1)
  shop.live.publish(topic, { left: 3 })
  await client.hasEvents(2)
  assert.deepEqual(client.events(), [
    { event: 'thing', data: aThing },
    { event: 'thing', data: { left: 3 } },
  ])
  assert.deepEqual(
    [client.status, client.headers['content-type'], client.headers['cache-control']],
    [200, 'text/event-stream', 'no-store'],
  )
  assert.match(client.text(), /^retry: \d+\n\n/)
  client.close()
})

test('in a rush, everybody is told five times a second at most, and the newest always', async () => {
  await using shop = await openGatewayUnderTest()
  const clients = await Promise.all([follow(shop.url + livePath), follow(shop.url + livePath)])
  for (const client of clients) await client.hasEvents(1)
  // A second, in which something moves every ten milliseconds.
  for (let left = 100; left > 0; left--) {
    shop.live.publish(topic, { left })
    shop.clock.advance(10)
    await settle(2)
  }
  shop.clock.advance(200)
  for (const client of clients) {
    await until(() => client.text().includes('"left":1}'), 'the newest')
    const told = client
      .events()
      .slice(1)
      .map(({ data }) => data)
    assert.deepEqual(told, [
      { left: 100 },
      { left: 81 },
      { left: 61 },
      { left: 41 },
      { left: 21 },
      { left: 1 },
    ])
    client.close()
  }
})

test('what moves while the state is read is told after it', async () => {
  await using shop = await openGatewayUnderTest()
  const read = Promise.withResolvers<unknown>()
  shop.answerWith(() => read.promise)
  const opening = follow(shop.url + livePath)
  await until(() => shop.asked.length === 1, 'the reading of the state')
  shop.live.publish(topic, { left: 9 })
  shop.live.publish(topic, { left: 8 })
  shop.clock.advance(200)
  await settle()
  read.resolve(aThing)
  const client = await opening
  await client.hasEvents(2)
  assert.deepEqual(
    client.events().map(({ data }) => data),
    [aThing, { left: 8 }],
  )
  client.close()
})

test('where something may have been missed, each stream is told the present state, as soon as it can be read', async () => {
  const watching = new Set<() => void>()
  const live: Live = {
    ...memoryLive(),
    onMissed(listener) {
      watching.add(listener)
      return () => void watching.delete(listener)
    },
  }
  const tellMissed = () => {
    for (const listener of watching) listener()
  }
  await using shop = await openGatewayUnderTest({ live })
  const clients = await Promise.all([follow(shop.url + livePath), follow(shop.url + livePath)])
  for (const client of clients) await client.hasEvents(1)
  const read = shop.asked.length
  shop.answerWith(new Error('stock is away too'))
  tellMissed()
  await until(() => shop.asked.length === read + 1, 'a reading for both')
  shop.answerWith({ ...aThing, name: '붓' })
  await settle()
  shop.clock.advance(200)
  for (const client of clients) {
    await client.hasEvents(2)
    assert.deepEqual(client.events()[1], { event: 'thing', data: { ...aThing, name: '붓' } })
  }
  shop.answerWith(async () => {
    live.publish(topic, { ...aThing, name: '먹' })
    return aThing
  })
  await settle()
  shop.clock.advance(200)
  await settle()
  tellMissed()
  for (const client of clients) {
    await client.hasEvents(3)
    assert.deepEqual(client.events()[2]?.data, { ...aThing, name: '먹' })
    client.close()
  }
})

test('a stream of what is not there, or not the caller’s, is refused before it begins', async () => {
  await using shop = await openGatewayUnderTest()
  const refused = async (path: string, headers = {}) => {
    const { status, headers: answered, json } = await ask(shop.url, `GET ${path}`, { headers })
    return [status, answered.get('content-type'), json?.code]
  }
  const problem = 'application/problem+json'
  assert.deepEqual(await refused('/api/things/42/live'), [404, problem, 'not_found'])
  assert.deepEqual(await refused(ownPath), [401, problem, 'token_missing'])
  shop.answerWith(refuse('not_found'))
  assert.deepEqual(await refused(livePath), [404, problem, 'not_found'])
  assert.deepEqual(await refused(ownPath, bearer(shop, aMember())), [404, problem, 'not_found'])
  await settle()
  assert.equal(shop.live.hasListeners(topic), false)
})

test('where an answer and a stream have one address, whoever asks for events gets the stream', async () => {
  await using shop = await openGatewayUnderTest()
  const path = `/api/admin/things/${aThing.thingId}/count`
  const merchant = aMember({ roles: ['merchant'] })
  shop.standings.set(merchant.memberId, merchant)
  const headers = bearer(shop, merchant)
  const plain = await ask(shop.url, `GET ${path}`, { headers })
  assert.deepEqual([plain.headers.get('content-type'), plain.json], [JSON_TYPE, aThing])
  const accept = 'text/event-stream'
  const client = await follow(shop.url + path, { ...headers, accept })
  await client.hasEvents(1)
  shop.live.publish(`count:${aThing.thingId}`, { left: 3 })
  await client.hasEvents(2)
  assert.deepEqual(client.events(), [
    { event: 'count', data: aThing },
    { event: 'count', data: { left: 3 } },
  ])
  client.close()
  const stranger = { ...bearer(shop, aMember({ memberId: uuidv7(1) })), accept }
  const { status, json } = await ask(shop.url, `GET ${path}`, { headers: stranger })
  assert.deepEqual([status, json?.code], [401, 'token_invalid'])
  const head = await ask(shop.url, `HEAD ${path}`, { headers: { ...headers, accept } })
  assert.equal(head.headers.get('content-type'), JSON_TYPE)
})

test('a silent stream beats every fifteen seconds, and costs nothing when it is gone', async () => {
  await using shop = await openGatewayUnderTest()
  const client = await follow(shop.url + livePath)
  await client.hasEvents(1)
  await passSeconds(shop.clock, 60)
  await until(() => client.text().split(':\n\n').length === 5, 'four beats')
  assert.equal(shop.live.hasListeners(topic), true)
  client.close()
  await until(() => !shop.live.hasListeners(topic), 'nobody who listens')
})

test('a stream ends with the session it was opened with, and no other', async () => {
  await using shop = await openGatewayUnderTest()
  const member = aMember()
  const other = aMember()
  const mine = await follow(shop.url + ownPath, bearer(shop, member))
  const theirs = await follow(shop.url + ownPath, bearer(shop, other))
  await mine.hasEvents(1)
  await theirs.hasEvents(1)
  shop.live.publish('session-ended', { sessionId: member.sessionId })
  await mine.ended
  shop.live.publish(topic, { left: 1 })
  await theirs.hasEvents(2)
  assert.equal(mine.events().length, 1)
  theirs.close()
})

test('a client that does not read is cut; whoever reads is not', async () => {
  await using shop = await openGatewayUnderTest()
  const openStreams = async () =>
    Number(/^firstcome_live_streams (\d+)$/m.exec(await shop.metrics.text())?.[1])
  const reader = await follow(shop.url + livePath)
  const sleeper = connect(shop.gateway.port, '127.0.0.1').pause()
  sleeper.on('error', () => sleeper.destroy())
  sleeper.write(`GET ${livePath} HTTP/1.1\r\nHost: shop.example\r\n\r\n`)
  await until(() => shop.asked.length === 2, 'both streams')
  assert.equal(await openStreams(), 2)

  // The kernel keeps some megabytes for it; beyond them the gateway would have to.
  const much = 'x'.repeat(50_000)
  let told = 1
  while ((await openStreams()) === 2) {
    assert.ok(told < 2_000, 'the sleeper was never cut')
    shop.live.publish(topic, { much })
    await reader.hasEvents(++told)
    shop.clock.advance(200)
    await settle(2)
  }
  assert.equal(await openStreams(), 1)
  shop.live.publish(topic, { much })
  await reader.hasEvents(told + 1)
  sleeper.destroy()
  reader.close()
})

test('a shop that closes ends its streams', async () => {
  const shop = await openGatewayUnderTest()
  const client = await follow(shop.url + livePath)
  await client.hasEvents(1)
  await shop[Symbol.asyncDispose]()
  await client.ended
  assert.equal(shop.live.hasListeners(topic), false)
})
