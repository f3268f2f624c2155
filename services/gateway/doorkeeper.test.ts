import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Caller } from '#contracts/operation.ts'
import { Problem } from '#contracts/problems.ts'
import { uuidv7 } from '#platform/ids.ts'
import { ask, refusalOf } from './ask-under-test.ts'
import {
  aMember,
  aThing,
  bearer,
  type GatewayUnderTest,
  openGatewayUnderTest,
} from './gateway-under-test.ts'

const thing = `/api/things/${aThing.thingId}`
const minuteMs = 60_000

const read = `GET ${thing}`
const touch = `POST ${thing}/touch`
const buy = `POST ${thing}/purchases`
const change = `PATCH ${thing}`
const remove = `DELETE ${thing}`

function knock(shop: GatewayUnderTest, request: string, headers: Record<string, string>) {
  const body = { [buy]: { quantity: 1 }, [change]: { name: 'a' } }[request]
  const keyed = { 'idempotency-key': 'a', ...headers }
  return ask(shop.url, request, { headers: keyed, ...(body !== undefined && { body }) })
}

test('each call lets in whom its contract names, and nobody else', async () => {
  await using shop = await openGatewayUnderTest()
  shop.answerWith('{}')
  const people: Record<string, Caller | null> = {
    visitor: null,
    unverified: aMember({ emailVerified: false }),
    member: aMember(),
    merchant: aMember({ roles: ['member', 'merchant'] }),
    admin: aMember({ roles: ['member', 'admin'] }),
  }
  for (const person of Object.values(people)) {
    if (person !== null) shop.standings.set(person.memberId, person)
  }
  const seen: Record<string, unknown[]> = {}
  for (const [who, person] of Object.entries(people)) {
    seen[who] = []
    for (const request of [read, touch, buy, change, remove]) {
      const { status, json } = await knock(shop, request, person ? bearer(shop, person) : {})
      seen[who]?.push(json?.code ?? status)
    }
  }
  assert.deepEqual(seen, {
    visitor: [200, 'token_missing', 'token_missing', 'token_missing', 'token_missing'],
    unverified: [200, 200, 'email_unverified', 'forbidden', 'forbidden'],
    member: [200, 200, 201, 'forbidden', 'forbidden'],
    merchant: [200, 200, 201, 200, 'forbidden'],
    admin: [200, 200, 201, 200, 204],
  })
})

test('what only services may ask has no address', async () => {
  await using shop = await openGatewayUnderTest()
  assert.deepEqual(await refusalOf(ask(shop.url, 'GET /api/countThings')), [404, 'not_found'])
})

test('a token that is no good is refused, on public pages too', async () => {
  await using shop = await openGatewayUnderTest()
  const { authorization } = bearer(shop, aMember())
  const [scheme, token = ''] = authorization.split(' ')
  const stranger = await openGatewayUnderTest()
  const bad = {
    rubbish: 'Bearer rubbish',
    empty: 'Bearer',
    'another scheme': 'Basic YTpi',
    changed: `${scheme} ${token.slice(0, -6)}AAAAAA`,
    'not signed': `${scheme} ${token.split('.').slice(0, 2).join('.')}.`,
    'of another shop': bearer(stranger, aMember()).authorization,
  }
  await stranger[Symbol.asyncDispose]()
  for (const [what, header] of Object.entries(bad)) {
    for (const request of [read, touch]) {
      const { status, json } = await knock(shop, request, { authorization: header })
      assert.deepEqual([status, json?.code], [401, 'token_invalid'], `${what}: ${request}`)
    }
  }
  assert.equal((await knock(shop, touch, { authorization: `bearer  ${token}` })).status, 200)
})

test('a token is good for its time, also when it has been seen before', async () => {
  await using shop = await openGatewayUnderTest()
  const headers = bearer(shop, aMember())
  assert.equal((await knock(shop, touch, headers)).status, 200)
  assert.equal((await knock(shop, touch, headers)).status, 200)
  shop.clock.advance(14 * minuteMs)
  assert.equal((await knock(shop, touch, headers)).status, 200)
  shop.clock.advance(minuteMs + 1_000)
  assert.deepEqual(await refusalOf(knock(shop, touch, headers)), [401, 'token_expired'])
  assert.deepEqual(await refusalOf(knock(shop, read, headers)), [401, 'token_expired'])
})

test('whoever has just verified the address buys with the token from before', async () => {
  await using shop = await openGatewayUnderTest()
  shop.answerWith('{}')
  const member = aMember({ emailVerified: false })
  const headers = bearer(shop, member)
  shop.standings.set(member.memberId, member)
  assert.deepEqual(await refusalOf(knock(shop, buy, headers)), [403, 'email_unverified'])
  assert.deepEqual(await refusalOf(knock(shop, buy, headers)), [403, 'email_unverified'])
  assert.equal(shop.standingsAsked(), 1, 'who is refused again is not looked up again')

  shop.standings.set(member.memberId, { ...member, emailVerified: true })
  shop.live.publish('member-changed', { memberId: member.memberId })
  assert.equal((await knock(shop, buy, headers)).status, 201)
  assert.equal(shop.asked.at(-1)?.context.caller?.emailVerified, true)
})

test('a role that was taken away is gone at once, with the token that still claims it', async () => {
  await using shop = await openGatewayUnderTest()
  const merchant = aMember({ roles: ['member', 'merchant'] })
  const headers = bearer(shop, merchant)
  shop.standings.set(merchant.memberId, merchant)
  assert.equal((await knock(shop, change, headers)).status, 200)
  assert.equal((await knock(shop, change, headers)).status, 200)
  assert.equal(shop.standingsAsked(), 1)

  shop.standings.set(merchant.memberId, { ...merchant, roles: ['member'] })
  shop.live.publish('member-changed', { memberId: merchant.memberId })
  assert.deepEqual(await refusalOf(knock(shop, change, headers)), [403, 'forbidden'])
  assert.equal((await knock(shop, touch, headers)).status, 200)
  assert.deepEqual(shop.asked.at(-1)?.context.caller?.roles, ['member'])
})

test('a role that was taken away is gone soon, though the word of it was lost', async () => {
  await using shop = await openGatewayUnderTest()
  const admin = aMember({ roles: ['member', 'admin'] })
  shop.standings.set(admin.memberId, admin)
  shop.answerWith(null)
  assert.equal((await knock(shop, remove, bearer(shop, admin))).status, 204)
  shop.standings.set(admin.memberId, { ...admin, roles: ['member'] })
  shop.clock.advance(10_000)
  assert.deepEqual(await refusalOf(knock(shop, remove, bearer(shop, admin))), [403, 'forbidden'])
})

test('while members cannot be asked, only what believes tokens is told to who claims a role in one', async () => {
  await using shop = await openGatewayUnderTest()
  const survey = 'GET /api/admin/things'
  const merchant = aMember({ roles: ['merchant'] })
  const member = aMember({ memberId: uuidv7(1) })
  const codes = async (request: string) =>
    Promise.all(
      [merchant, member].map(async caller => {
        const { status, json } = await knock(shop, request, bearer(shop, caller))
        return json?.code ?? status
      }),
    )
  for (const { memberId } of [merchant, member])
    shop.standings.set(memberId, new Problem('try_again'))
  assert.deepEqual(await codes(survey), [200, 'try_again'])
  assert.deepEqual(await codes(change), ['try_again', 'try_again'])
  shop.standings.set(merchant.memberId, { roles: ['member'], emailVerified: true })
  assert.deepEqual(await codes(survey), ['forbidden', 'try_again'])
})

test('while members cannot be asked, who was heard to be a merchant is one for a quarter of an hour, unless changed', async () => {
  await using shop = await openGatewayUnderTest()
  const [one, other] = [
    aMember({ roles: ['merchant'] }),
    aMember({ roles: ['merchant'], memberId: uuidv7(1) }),
  ]
  const status = async (caller: Caller) =>
    (await knock(shop, change, bearer(shop, caller, 60 * minuteMs))).status
  for (const caller of [one, other]) {
    shop.standings.set(caller.memberId, caller)
    assert.equal(await status(caller), 200)
    shop.standings.set(caller.memberId, new Problem('try_again'))
  }
  shop.clock.advance(minuteMs)
  assert.deepEqual([await status(one), await status(other)], [200, 200])
  shop.live.publish('member-changed', { memberId: other.memberId })
  assert.deepEqual([await status(one), await status(other)], [200, 503])
  shop.clock.advance(13 * minuteMs)
  assert.equal(await status(one), 200)
  shop.clock.advance(minuteMs)
  assert.equal(await status(one), 503)
})

test('a member who is gone has no privileges left', async () => {
  await using shop = await openGatewayUnderTest()
  const merchant = aMember({ roles: ['member', 'merchant'] })
  assert.deepEqual(await refusalOf(knock(shop, change, bearer(shop, merchant))), [
    401,
    'token_invalid',
  ])
})

test('a session that ended lets nobody in, whether it ended before the start or just now', async () => {
  const before = aMember({ sessionId: uuidv7(1) })
  await using shop = await openGatewayUnderTest({ endedSessionIds: [before.sessionId] })
  assert.deepEqual(await refusalOf(knock(shop, touch, bearer(shop, before))), [
    401,
    'token_invalid',
  ])
  const now = aMember({ sessionId: uuidv7(2) })
  const headers = bearer(shop, now, 60 * minuteMs)
  assert.equal((await knock(shop, touch, headers)).status, 200)
  shop.live.publish('session-ended', { sessionId: now.sessionId })
  assert.deepEqual(await refusalOf(knock(shop, touch, headers)), [401, 'token_invalid'])
  for (let others = 0; others < 59; others++) {
    shop.clock.advance(minuteMs)
    shop.live.publish('session-ended', { sessionId: uuidv7(3) })
    assert.deepEqual(await refusalOf(knock(shop, read, headers)), [401, 'token_invalid'])
  }
  shop.clock.advance(minuteMs)
  assert.deepEqual(await refusalOf(knock(shop, read, headers)), [401, 'token_expired'])
})

test('whoever asks without end is told to wait; others are not', async () => {
  await using shop = await openGatewayUnderTest({ rateLimits: true })
  shop.answerWith('{}')
  const one = aMember({ memberId: uuidv7(1) })
  const other = aMember({ memberId: uuidv7(2) })
  const codes: unknown[] = []
  for (let press = 0; press < 21; press++) {
    const { status, json } = await knock(shop, buy, bearer(shop, one))
    codes.push(json?.code ?? status)
  }
  assert.deepEqual(codes, [...Array(20).fill(201), 'rate_limited'])
  assert.equal((await knock(shop, touch, bearer(shop, one))).status, 200)
  assert.equal((await knock(shop, buy, bearer(shop, other))).status, 201)
  shop.clock.advance(100)
  assert.equal((await knock(shop, buy, bearer(shop, one))).status, 201)

  const visits = await Promise.all(Array.from({ length: 201 }, () => knock(shop, read, {})))
  const refused = visits.filter(({ status }) => status === 429)
  assert.equal(refused.length, 1)
  assert.equal(refused[0]?.headers.get('retry-after'), '1')
  assert.equal((await knock(shop, read, bearer(shop, other))).status, 200)
})

test('whoever tries tokens without end is told to wait', async () => {
  await using shop = await openGatewayUnderTest({ rateLimits: true })
  const attempts = Array.from({ length: 101 }, (_, attempt) =>
    knock(shop, touch, { authorization: `Bearer a.b.${attempt}` }),
  )
  const codes = (await Promise.all(attempts)).map(({ json }) => json?.code)
  assert.equal(codes.filter(code => code === 'token_invalid').length, 100)
  assert.equal(codes.filter(code => code === 'rate_limited').length, 1)
  assert.equal((await knock(shop, read, {})).status, 200)
})
