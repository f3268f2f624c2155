import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem, refuse } from '#contracts/problems.ts'
import { DatabaseUnavailable } from '#platform/database/database.ts'
import { ask, askRaw, refusalOf } from './ask-under-test.ts'
import { aMember, aThing, bearer, openGatewayUnderTest } from './gateway-under-test.ts'

const things = '/api/things'
const thing = `${things}/${aThing.thingId}`
const purchases = `POST ${thing}/purchases`

test('a refusal is a problem document, and says nothing beyond its code and its details', async () => {
  await using shop = await openGatewayUnderTest()
  const headers = { ...bearer(shop, aMember()), 'idempotency-key': 'a' }
  shop.answerWith(refuse('sold_out'))
  const soldOut = await ask(shop.url, purchases, { headers, body: { quantity: 1 } })
  assert.equal(soldOut.headers.get('content-type'), 'application/problem+json')
  assert.deepEqual(soldOut.json, {
    type: '/docs/problems#sold_out',
    title: 'Sold out.',
    status: 409,
    code: 'sold_out',
  })

  shop.answerWith(refuse('drop_not_open', { opensAtMs: 5, code: 'false', status: 200 }))
  const early = await ask(shop.url, purchases, { headers, body: { quantity: 1 } })
  assert.equal(early.status, 403)
  assert.deepEqual(early.json, {
    type: '/docs/problems#drop_not_open',
    title: 'This drop has not opened yet.',
    status: 403,
    code: 'drop_not_open',
    opensAtMs: 5,
  })
})

test('every answer carries the security headers', async () => {
  await using shop = await openGatewayUnderTest()
  for (const request of [
    `GET ${thing}`,
    'GET /api/nothing',
    'GET /',
    'GET /docs',
    'GET /healthz',
  ]) {
    const { headers } = await ask(shop.url, request)
    assert.deepEqual(
      ['x-content-type-options', 'referrer-policy', 'strict-transport-security'].map(name =>
        headers.get(name),
      ),
      ['nosniff', 'no-referrer', 'max-age=31536000; includeSubDomains'],
      request,
    )
    assert.match(headers.get('content-security-policy') ?? '', /^default-src 'none'/)
    assert.match(headers.get('cache-control') ?? '', /^no-(store|cache)$/)
  }
})

test('whoever asks for what is not there, or in the wrong way, is told which of the two', async () => {
  await using shop = await openGatewayUnderTest()
  const refusal = (request: string, asking = {}) => refusalOf(ask(shop.url, request, asking))
  assert.deepEqual(await refusal('GET /api/nothing'), [404, 'not_found'])
  assert.deepEqual(await refusal('POST /api/nothing', { body: '{' }), [404, 'not_found'])
  assert.deepEqual(await refusal('GET /api/things/%E0%A4%A'), [404, 'not_found'])
  assert.deepEqual(await refusal(`GET ${things}/${'a'.repeat(5_000)}`), [404, 'not_found'])
  assert.deepEqual(await refusal(`GET ${thing}/`), [404, 'not_found'])

  const wrongWay = await ask(shop.url, `PUT ${thing}`, { body: '{' })
  assert.deepEqual([wrongWay.status, wrongWay.json?.code], [405, 'method_not_allowed'])
  assert.equal(wrongWay.headers.get('allow'), 'DELETE, GET, HEAD, PATCH')
  assert.deepEqual(await refusal(`HEAD ${thing}/live`), [405, undefined])
  assert.deepEqual(shop.asked, [])
})

test('a path that holds no id leads nowhere, in the words of the operation', async () => {
  await using shop = await openGatewayUnderTest()
  const headers = { ...bearer(shop, aMember()), 'idempotency-key': 'a' }
  const refusal = (request: string, asking = {}) =>
    refusalOf(ask(shop.url, request, { headers, ...asking }))
  assert.deepEqual(await refusal(`GET ${things}/42`), [404, 'not_found'])
  assert.deepEqual(await refusal(`POST ${things}/42/purchases`, { body: { quantity: 1 } }), [
    404,
    'drop_unknown',
  ])
})

test('a body that is no JSON object of the right fields is refused, and nobody is asked', async () => {
  await using shop = await openGatewayUnderTest()
  const headers = bearer(shop, aMember())
  const refusal = (body: unknown, more = {}) =>
    refusalOf(ask(shop.url, `POST ${things}`, { headers: { ...headers, ...more }, body }))
  assert.deepEqual(await refusal('{"name":'), [400, 'body_malformed'])
  assert.deepEqual(await refusal('{"name":"a","__proto__":{"admin":true}}'), [
    400,
    'body_malformed',
  ])
  assert.deepEqual(await refusal('{"name":"a","constructor":{"prototype":{}}}'), [
    400,
    'body_malformed',
  ])
  assert.deepEqual(await refusal('name=a', { 'content-type': 'text/plain' }), [
    415,
    'media_type_unsupported',
  ])
  assert.deepEqual(await refusal('{}', { 'content-type': 'nonsense' }), [
    415,
    'media_type_unsupported',
  ])
  assert.deepEqual(await refusal({ name: 'a'.repeat(70_000) }), [413, 'body_too_large'])
  for (const body of ['null', '[]', '"name"', '7', '{}', '']) {
    assert.deepEqual(await refusal(body), [422, 'invalid_request'], body)
  }
  assert.deepEqual(shop.asked, [])
})

test('each field that is not right is told, once', async () => {
  await using shop = await openGatewayUnderTest()
  const headers = bearer(shop, aMember())
  const errorsOf = async (request: string, body?: unknown) =>
    (await ask(shop.url, request, { headers, ...(body !== undefined && { body }) })).json?.errors
  assert.deepEqual(await errorsOf(`POST ${things}`, { name: 7, admin: true, owner: {} }), [
    { path: 'admin', message: 'is not known here' },
    { path: 'owner', message: 'is not known here' },
    { path: 'name', message: 'must be string' },
  ])
  assert.deepEqual(await errorsOf(`POST ${things}`, {}), [{ path: 'name', message: 'is missing' }])
  assert.deepEqual(await errorsOf(`GET ${things}?limit=many&color=red`), [
    { path: 'color', message: 'is not known here' },
    { path: 'limit', message: 'must be integer' },
  ])
  assert.deepEqual(await errorsOf(`POST ${thing}/touch`, { thingId: aThing.thingId }), [
    { path: 'thingId', message: 'stands in the path already' },
  ])
})

test('what a service throws is told without a word of its own', async () => {
  await using shop = await openGatewayUnderTest()
  shop.answerWith(new DatabaseUnavailable('disk /var/lib/secret is full'))
  const unavailable = await ask(shop.url, `GET ${thing}`)
  assert.deepEqual([unavailable.status, unavailable.json?.code], [503, 'try_again'])
  assert.equal(unavailable.headers.get('retry-after'), '1')

  shop.answerWith(new Error('password of the database: hunter2'))
  const broken = await ask(shop.url, `GET ${thing}`)
  assert.deepEqual([broken.status, broken.json?.code], [500, 'internal'])
  assert.doesNotMatch(broken.text, /hunter2|stack|services/)

  shop.answerWith(new Problem('rate_limited', { retryAfterSeconds: 41.2 }))
  const later = await ask(shop.url, `GET ${thing}`)
  assert.deepEqual([later.status, later.headers.get('retry-after')], [429, '42'])
})

test('an idempotency key is needed where it counts, and is 1 to 128 printable characters', async () => {
  await using shop = await openGatewayUnderTest()
  shop.answerWith('{"bought":true}')
  const statusWith = async (key: string | undefined) => {
    const headers = {
      ...bearer(shop, aMember()),
      ...(key !== undefined && { 'idempotency-key': key }),
    }
    return refusalOf(ask(shop.url, purchases, { headers, body: { quantity: 1 } }))
  }
  for (const key of [undefined, '', '   ', 'é', 'a'.repeat(129), 'tab\there']) {
    assert.deepEqual(await statusWith(key), [400, 'idempotency_key_required'], String(key))
  }
  for (const key of ['a', 'a key with spaces ~!', 'a'.repeat(128)]) {
    assert.deepEqual(await statusWith(key), [201, undefined], key)
  }
  assert.deepEqual(
    shop.asked.map(({ context }) => context.idempotencyKey),
    ['a', 'a key with spaces ~!', 'a'.repeat(128)],
  )
})

test('where an idempotency key is optional, it comes along, and is no other than elsewhere', async () => {
  await using shop = await openGatewayUnderTest()
  shop.answerWith(aThing)
  const touchWith = (keys: { readonly 'idempotency-key'?: string }) => {
    const headers = { ...bearer(shop, aMember()), ...keys }
    return refusalOf(ask(shop.url, `POST ${thing}/touch`, { headers, body: {} }))
  }
  assert.deepEqual(await touchWith({}), [200, undefined])
  assert.deepEqual(await touchWith({ 'idempotency-key': 'mine' }), [200, undefined])
  assert.deepEqual(await touchWith({ 'idempotency-key': '' }), [400, 'idempotency_key_required'])
  assert.deepEqual(
    shop.asked.map(({ context }) => context.idempotencyKey),
    [undefined, 'mine'],
  )
})

test('of two idempotency keys none is the one; a key may have a comma in it', async () => {
  await using shop = await openGatewayUnderTest()
  const { authorization } = bearer(shop, aMember())
  const buyWith = (...keys: readonly string[]) =>
    askRaw(
      shop.gateway.port,
      [
        `POST ${thing}/purchases HTTP/1.1`,
        'Host: shop.example',
        `Authorization: ${authorization}`,
        'Content-Type: application/json',
        'Content-Length: 14',
        'Connection: close',
        ...keys.map(key => `Idempotency-Key: ${key}`),
        '',
        '{"quantity":1}',
      ].join('\r\n'),
    )
  assert.match(await buyWith('a', 'b'), /^HTTP\/1\.1 400 [\s\S]*idempotency_key_required/)
  assert.match(await buyWith('a', 'a'), /^HTTP\/1\.1 400 /)
  assert.match(await buyWith('a, b'), /^HTTP\/1\.1 201 /)
  assert.deepEqual(
    shop.asked.map(({ context }) => context.idempotencyKey),
    ['a, b'],
  )
})

test('a shop that has too much to do says so at once', async () => {
  await using shop = await openGatewayUnderTest({ load: { maxInFlight: 1, maxDelayMs: 10_000 } })
  const release = Promise.withResolvers<unknown>()
  shop.answerWith(() => release.promise)
  const first = ask(shop.url, `GET ${thing}`)
  while (shop.asked.length === 0) await new Promise(setImmediate)
  const second = await ask(shop.url, `GET ${thing}`)
  assert.deepEqual(
    [second.status, second.json?.code, second.headers.get('retry-after')],
    [503, 'try_again', '1'],
  )
  release.resolve(aThing)
  assert.equal((await first).status, 200)
  assert.equal((await ask(shop.url, `GET ${thing}`)).status, 200)
})
