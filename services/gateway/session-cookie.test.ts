import assert from 'node:assert/strict'
import { test } from 'node:test'
import { membersApi } from '#contracts/members.ts'
import { refuse } from '#contracts/problems.ts'
import { ask, refusalOf } from './ask-under-test.ts'
import { aMember, bearer, openGatewayUnderTest } from './gateway-under-test.ts'

const password = { email: 'kim@example.com', password: 'Correct-horse-9' }
const refreshToken = 'a-refresh-token-of-32-characters'
const session = {
  accessToken: 'an.access.token',
  expiresAtMs: 1,
  member: { memberId: aMember().memberId, name: '김선착', roles: ['member'], emailVerified: true },
}
const WEEK_S = 604_800

async function openShop(publicUrl: string) {
  const shop = await openGatewayUnderTest({
    publicUrl,
    doors: [{ name: 'members', api: membersApi, calls: {} }],
  })
  shop.answerWith({ ...session, refreshToken })
  return shop
}

test('the refresh token goes into a cookie that no script reads and no other site sends', async () => {
  await using shop = await openShop('https://shop.example')
  const answer = await ask(shop.url, 'POST /api/sessions', { body: password })
  assert.equal(answer.status, 201)
  assert.deepEqual(answer.json, session)
  assert.equal(
    answer.headers.get('set-cookie'),
    `__Secure-refresh=${refreshToken}; Max-Age=${WEEK_S}; Path=/api/sessions; HttpOnly; Secure; SameSite=Strict`,
  )
})

test('only on a developer’s own machine does the cookie go without TLS', async () => {
  const cookieAt = async (publicUrl: string) => {
    await using shop = await openShop(publicUrl)
    const { headers } = await ask(shop.url, 'POST /api/sessions', { body: password })
    return headers.get('set-cookie') ?? ''
  }
  for (const own of ['http://localhost:8080', 'http://127.0.0.1', 'http://[::1]:80']) {
    assert.equal(
      await cookieAt(own),
      `refresh=${refreshToken}; Max-Age=${WEEK_S}; Path=/api/sessions; HttpOnly; SameSite=Strict`,
    )
  }
  for (const other of ['http://shop.example', 'http://localhost.shop.example', 'http://10.0.0.1']) {
    assert.match(await cookieAt(other), /^refresh=.*; Secure/)
  }
})

test('a client without cookies gets the token in the body, and brings it back there', async () => {
  await using shop = await openShop('https://shop.example')
  const login = await ask(shop.url, 'POST /api/sessions', { body: { ...password, tokens: 'body' } })
  assert.deepEqual(login.json, { ...session, refreshToken })
  assert.equal(login.headers.get('set-cookie'), null)

  const refreshed = await ask(shop.url, 'POST /api/sessions/refresh', { body: { refreshToken } })
  assert.deepEqual(refreshed.json, { ...session, refreshToken })
  assert.equal(refreshed.headers.get('set-cookie'), null)
  assert.equal(shop.asked.at(-1)?.context.refreshToken, refreshToken)
})

test('a browser refreshes with its cookie, though its access token has expired', async () => {
  await using shop = await openShop('https://shop.example')
  const headers = {
    cookie: `other=1; __Secure-refresh=${refreshToken}`,
    authorization: 'Bearer long.expired.token',
    origin: 'https://shop.example',
    'user-agent': 'a browser',
  }
  const answer = await ask(shop.url, 'POST /api/sessions/refresh', { headers })
  assert.deepEqual(answer.json, session)
  assert.match(answer.headers.get('set-cookie') ?? '', /^__Secure-refresh=a-refresh/)
  assert.deepEqual(shop.asked[0], {
    name: 'refreshSession',
    input: {},
    context: { caller: null, address: '127.0.0.1', userAgent: 'a browser', refreshToken },
  })
})

test('no page of another origin logs in or refreshes', async () => {
  await using shop = await openShop('https://shop.example')
  const from = (origin: string, path = '/api/sessions') =>
    refusalOf(
      ask(shop.url, `POST ${path}`, {
        headers: { origin },
        body: path === '/api/sessions' ? password : {},
      }),
    )
  for (const origin of ['https://evil.example', 'null', 'https://shop.example.evil.example', 'x']) {
    assert.deepEqual(await from(origin), [403, 'forbidden'], origin)
    assert.deepEqual(await from(origin, '/api/sessions/refresh'), [403, 'forbidden'], origin)
  }
  const { json } = await ask(shop.url, 'POST /api/sessions/refresh', {
    headers: { origin: 'https://evil.example' },
    body: {},
  })
  assert.match(String(json?.detail), /another origin/)
  assert.deepEqual(shop.asked, [])
  assert.deepEqual(await from('https://shop.example'), [201, undefined])
  assert.deepEqual(await from(shop.url), [201, undefined])
})

test('whoever logs out has no cookie any more', async () => {
  await using shop = await openShop('https://shop.example')
  shop.answerWith(null)
  for (const request of ['DELETE /api/sessions/current', 'DELETE /api/sessions']) {
    const { status, headers } = await ask(shop.url, request, { headers: bearer(shop, aMember()) })
    assert.equal(status, 204)
    assert.equal(
      headers.get('set-cookie'),
      '__Secure-refresh=; Max-Age=0; Path=/api/sessions; HttpOnly; Secure; SameSite=Strict',
    )
  }
})

test('a refused login sets no cookie', async () => {
  await using shop = await openShop('https://shop.example')
  shop.answerWith(refuse('credentials_invalid'))
  const answer = await ask(shop.url, 'POST /api/sessions', { body: password })
  assert.deepEqual([answer.status, answer.headers.get('set-cookie')], [401, null])
})
