import assert from 'node:assert/strict'
import { test } from 'node:test'
import { follow } from './a-live-client.ts'
import { allDoors } from './all-doors-under-test.ts'
import { ask } from './ask-under-test.ts'
import { routedOperations } from './door.ts'
import { takesFreeText, unwritableTexts } from './free-text.ts'
import { aMember, aThing, bearer, openGatewayUnderTest } from './gateway-under-test.ts'

const things = '/api/things'
const thing = `${things}/${aThing.thingId}`

test('a query says numbers and truth in words, and the service gets them as they are meant', async () => {
  await using shop = await openGatewayUnderTest()
  shop.answerWith({ items: [] })
  const { status } = await ask(shop.url, `GET ${things}?limit=20&inStock=true&q=20`)
  assert.equal(status, 200)
  assert.deepEqual(shop.asked[0]?.input, { limit: 20, inStock: true, q: '20' })
})

test('what is no number, or not one, is not made into one', async () => {
  await using shop = await openGatewayUnderTest()
  const wrong = [
    'limit=',
    'limit=1e1',
    'limit=0x10',
    'limit=%201',
    'limit=1.5',
    'limit=1&limit=2',
    'limit=99999999999999999999',
    'inStock=yes',
    'inStock=TRUE',
    'q[]=a',
    '__proto__=1',
    'constructor=1',
    'toString=1',
  ]
  for (const query of wrong) {
    const { status, json } = await ask(shop.url, `GET ${things}?${query}`)
    assert.deepEqual([status, json?.code], [422, 'invalid_request'], query)
  }
  assert.deepEqual(shop.asked, [])
})

test('path and body become one input; a body that may be empty may be missing', async () => {
  await using shop = await openGatewayUnderTest()
  const headers = bearer(shop, aMember())
  const touch = `POST ${thing}/touch`
  await ask(shop.url, touch, { headers, body: { softly: true } })
  await ask(shop.url, touch, { headers, body: {} })
  await ask(shop.url, touch, { headers })
  await ask(shop.url, touch, { headers: { ...headers, 'content-type': 'application/json' } })
  assert.deepEqual(
    shop.asked.map(({ input }) => input),
    [
      { thingId: aThing.thingId, softly: true },
      { thingId: aThing.thingId },
      { thingId: aThing.thingId },
      { thingId: aThing.thingId },
    ],
  )
})

test('a body says numbers as numbers: there, a text is none', async () => {
  await using shop = await openGatewayUnderTest()
  const headers = { ...bearer(shop, aMember()), 'idempotency-key': 'a' }
  const { status } = await ask(shop.url, `POST ${thing}/purchases`, {
    headers,
    body: { quantity: '1' },
  })
  assert.equal(status, 422)
})

test('removing needs no body, and does not mind an empty one', async () => {
  await using shop = await openGatewayUnderTest()
  const admin = aMember({ roles: ['member', 'admin'] })
  shop.standings.set(admin.memberId, admin)
  shop.answerWith(null)
  const headers = bearer(shop, admin)
  const typed = { ...headers, 'content-type': 'application/json' }
  for (const asking of [{ headers }, { headers: typed }, { headers, body: {} }]) {
    const answer = await ask(shop.url, `DELETE ${thing}`, asking)
    assert.deepEqual([answer.status, answer.text], [204, ''])
    assert.equal(answer.headers.get('content-length'), null)
  }
})

test('an answer that is text already goes out word for word, and has the status of its contract', async () => {
  await using shop = await openGatewayUnderTest()
  const stored = '{ "bought" : true,   "이름": "잉크" }'
  shop.answerWith(stored)
  const bought = await ask(shop.url, `POST ${thing}/purchases`, {
    headers: { ...bearer(shop, aMember()), 'idempotency-key': 'a' },
    body: { quantity: 1 },
  })
  assert.deepEqual([bought.status, bought.text], [201, stored])
  assert.equal(bought.headers.get('content-type'), 'application/json; charset=utf-8')
})

test('nothing that a client says of itself is taken for what it is', async () => {
  await using shop = await openGatewayUnderTest()
  const member = aMember()
  await ask(shop.url, `POST ${thing}/purchases`, {
    headers: {
      ...bearer(shop, member),
      'idempotency-key': 'a',
      pass: 'the-pass',
      'x-forwarded-for': '203.0.113.9',
      'x-real-ip': '203.0.113.9',
      forwarded: 'for=203.0.113.9',
      'x-member-id': 'somebody-else',
      'x-roles': 'admin',
    },
    body: { quantity: 1 },
  })
  assert.deepEqual(shop.asked[0]?.context, {
    caller: { ...member },
    address: '127.0.0.1',
    idempotencyKey: 'a',
    pass: 'the-pass',
  })
})

test('behind a proxy that is named, the address is what the proxy says', async () => {
  const trustedProxies = ['127.0.0.0/8', '10.0.0.5']
  await using shop = await openGatewayUnderTest({ trustedProxies })
  const addressFor = async (forwarded: string) => {
    await ask(shop.url, `GET ${thing}`, { headers: { 'x-forwarded-for': forwarded } })
    return shop.asked.at(-1)?.context.address
  }
  assert.equal(await addressFor('198.51.100.1, 203.0.113.9'), '203.0.113.9')
  assert.equal(await addressFor('198.51.100.1, 203.0.113.9, 10.0.0.5'), '203.0.113.9')
})

test('behind a proxy that is named, each client is counted by the own address', async () => {
  const options = { rateLimits: true, trustedProxies: ['127.0.0.1'] }
  await using shop = await openGatewayUnderTest(options)
  const askFrom = (address: string) =>
    ask(shop.url, `GET ${thing}`, { headers: { 'x-forwarded-for': address } })
  const statuses = async (address: string, count: number) => {
    const answers = await Promise.all(Array.from({ length: count }, () => askFrom(address)))
    return new Set(answers.map(({ status }) => status))
  }
  assert.deepEqual(await statuses('203.0.113.9', 250), new Set([200, 429]))
  assert.deepEqual(await statuses('203.0.113.10', 1), new Set([200]))
})

test('a client that names other addresses by itself is counted as one all the same', async () => {
  await using shop = await openGatewayUnderTest({ rateLimits: true })
  const answers = await Promise.all(
    Array.from({ length: 250 }, (_, at) =>
      ask(shop.url, `GET ${thing}`, { headers: { 'x-forwarded-for': `203.0.113.${at}` } }),
    ),
  )
  assert.ok(answers.some(({ status }) => status === 429))
})

test('a merchant may write at length, a member may not', async () => {
  await using shop = await openGatewayUnderTest()
  const merchant = aMember({ roles: ['member', 'merchant'] })
  shop.standings.set(merchant.memberId, merchant)
  const body = { name: '가'.repeat(60_000) }
  const long = await ask(shop.url, `PATCH ${thing}`, { headers: bearer(shop, merchant), body })
  assert.equal(long.status, 200)
  assert.deepEqual(shop.asked[0]?.input, { thingId: aThing.thingId, ...body })
  const refused = await ask(shop.url, `POST ${things}`, { headers: bearer(shop, aMember()), body })
  assert.equal(refused.status, 413)
  const tooLong = { name: '가'.repeat(100_000) }
  const console = await ask(shop.url, `PATCH ${thing}`, {
    headers: bearer(shop, merchant),
    body: tooLong,
  })
  assert.equal(console.status, 413)
})

test('a text that cannot be kept is refused, by the name of its field', async () => {
  await using shop = await openGatewayUnderTest()
  const headers = bearer(shop, aMember())
  const make = (body: object) => ask(shop.url, `POST ${things}`, { headers, body })
  const message = 'has a character in it that cannot be kept (U+0000, or half a character)'
  for (const name of ['nul \u0000', '\ud800', 'half \udc00 more']) {
    const { status, json } = await make({ name })
    assert.deepEqual([status, json?.errors], [422, [{ path: 'name', message }]])
  }
  const listed = await ask(shop.url, `GET ${things}?q=%00`)
  assert.deepEqual([listed.status, listed.json?.errors], [422, [{ path: 'q', message }]])
  assert.deepEqual(shop.asked, [])
  assert.equal((await make({ name: '한정판 👟\t\n' })).status, 201)
})

test('every text that a contract takes is looked at, unless its form leaves no room', () => {
  const looked = (operation: string) => {
    const found = routedOperations(allDoors).find(({ name }) => name === operation)
    return takesFreeText(found?.operation.input ?? {})
  }
  assert.deepEqual(
    ['reserve', 'readDrop', 'readLedger', 'enterPayment'].filter(looked),
    [],
    'nothing is spent where nothing is written',
  )
  const written = ['confirmPayment', 'createProduct', 'planDrop', 'signUp', 'logIn', 'placeOrder']
  assert.deepEqual(
    [...written, 'verifyEmail', 'listProducts', 'adjustSku', 'createCategory'].filter(
      operation => !looked(operation),
    ),
    [],
  )
  const [record, deep] = [{ a: { 'b\0': 1 } }, { a: [{ b: '\0' }] }]
  assert.deepEqual(
    [record, deep].flatMap(value => unwritableTexts(value)).map(({ path }) => path),
    ['a', 'a.0.b'],
  )
})

test('an address says an id in capitals as well, and the service gets it in small letters', async () => {
  await using shop = await openGatewayUnderTest()
  const { status } = await ask(shop.url, `GET ${things}/${aThing.thingId.toUpperCase()}`)
  assert.deepEqual([status, shop.asked[0]?.input], [200, { thingId: aThing.thingId }])
  const client = await follow(`${shop.url}${things}/${aThing.thingId.toUpperCase()}/live`)
  await client.hasEvents(1)
  shop.live.publish(`thing:${aThing.thingId}`, { left: 1 })
  await client.hasEvents(2)
  client.close()
})
