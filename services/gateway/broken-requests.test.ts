import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { until } from './a-live-client.ts'
import { ask, askRaw } from './ask-under-test.ts'
import { aMember, aThing, bearer, openGatewayUnderTest } from './gateway-under-test.ts'

const thing = `/api/things/${aThing.thingId}`
const lines = (...text: readonly string[]) => text.join('\r\n')

const statusOf = (answer: string) => Number(answer.slice(9, 12))

test('two lengths of one body are a broken request, and what is smuggled is not looked at', async () => {
  await using shop = await openGatewayUnderTest()
  const { authorization } = bearer(shop, aMember())
  const smuggled = lines(
    `POST ${thing}/touch HTTP/1.1`,
    'Host: a',
    `Authorization: ${authorization}`,
    '',
    '',
  )
  const head = [`POST /api/things HTTP/1.1`, 'Host: a', 'Content-Type: application/json']
  const broken = [
    [...head, 'Content-Length: 4', 'Transfer-Encoding: chunked', '', '0', '', smuggled],
    [...head, 'Content-Length: 4', 'Content-Length: 5', '', smuggled],
    [...head, 'Transfer-Encoding: chunked, identity', '', '0', '', smuggled],
    [...head, 'Content-Length: +4', '', smuggled],
    [...head, 'Content-Length : 4', '', smuggled],
    ['GET / HTTP/1.1', 'Host: a', 'X-Bad: a\nContent-Length: 4', '', smuggled],
    ['GET / HTTP/9.9', 'Host: a', '', smuggled],
  ]
  for (const text of broken) {
    const answer = await askRaw(shop.gateway.port, lines(...text))
    assert.equal(statusOf(answer), 400, text.join(' | '))
    assert.equal(answer.match(/HTTP\/1\.1 /g)?.length, 1, 'one answer')
  }
  assert.deepEqual(shop.asked, [])
})

test('a request without a host, with too long headers or address, is refused cleanly', async () => {
  await using shop = await openGatewayUnderTest()
  const { port } = shop.gateway
  assert.equal(
    statusOf(await askRaw(port, lines('GET / HTTP/1.1', 'Connection: close', '', ''))),
    400,
  )
  for (const head of [
    ['GET / HTTP/1.1', 'Host: a', `X-Long: ${'a'.repeat(20_000)}`],
    [`GET /?q=${'a'.repeat(20_000)} HTTP/1.1`, 'Host: a'],
  ]) {
    const answer = await askRaw(port, lines(...head, '', ''))
    assert.equal(statusOf(answer), 431)
    assert.match(answer, /application\/problem\+json/)
    assert.match(answer, /"code":"headers_too_large"/)
  }
  const long = await ask(shop.url, `GET ${thing}?q=${'a'.repeat(8_000)}`)
  assert.deepEqual([long.status, long.json?.code], [422, 'invalid_request'])
})

test('a body that is larger than it says, or never ends, is not waited for', async () => {
  await using shop = await openGatewayUnderTest()
  const { authorization } = bearer(shop, aMember())
  const head = (...more: readonly string[]) =>
    lines(
      'POST /api/things HTTP/1.1',
      'Host: a',
      `Authorization: ${authorization}`,
      'Content-Type: application/json',
      ...more,
      '',
      '',
    )
  const socket = connect(shop.gateway.port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', text => {
    answer += text
  })
  socket.on('error', () => socket.destroy())
  // Says a gigabyte, and is refused before it has sent one byte of it.
  socket.write(head('Content-Length: 1000000000'))
  await until(() => answer.includes('"code":"body_too_large"'), 'the refusal')
  socket.destroy()

  const chunked = connect(shop.gateway.port, '127.0.0.1')
  let late = ''
  chunked.setEncoding('utf8').on('data', text => {
    late += text
  })
  chunked.on('error', () => chunked.destroy())
  chunked.write(head('Transfer-Encoding: chunked'))
  for (let part = 0; part < 8; part++) chunked.write(`4000\r\n${'a'.repeat(0x4000)}\r\n`)
  await until(() => late.includes('"code":"body_too_large"'), 'the refusal')
  chunked.destroy()
  assert.deepEqual(shop.asked, [])
})

test('a client that goes away in the middle does the shop no harm', async () => {
  await using shop = await openGatewayUnderTest()
  const answered = Promise.withResolvers<unknown>()
  shop.answerWith(() => answered.promise)
  const socket = connect(shop.gateway.port, '127.0.0.1')
  socket.write(lines(`GET ${thing} HTTP/1.1`, 'Host: a', '', ''))
  await until(() => shop.asked.length === 1, 'the call')
  socket.destroy()
  answered.resolve(aThing)
  assert.equal((await ask(shop.url, `GET ${thing}`)).status, 200)
})

test('whoever is slow has so long, and not longer', async () => {
  await using shop = await openGatewayUnderTest()
  const { headersTimeout, requestTimeout, timeout, maxConnections } = shop.gateway.app.server
  assert.deepEqual(
    { headersTimeout, requestTimeout, timeout, maxConnections },
    { headersTimeout: 10_000, requestTimeout: 30_000, timeout: 60_000, maxConnections: 20_000 },
  )
})
