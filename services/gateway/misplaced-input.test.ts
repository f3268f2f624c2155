import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { ask } from './ask-under-test.ts'
import { aMember, aThing, bearer, openGatewayUnderTest } from './gateway-under-test.ts'

const things = '/api/things'
const thing = `${things}/${aThing.thingId}`
const unknown = (path: string) => ({ path, message: 'is not known here' })
const unread = { path: 'body', message: 'is not read here' }

test('a query on a call that has a body is refused, field by field, and nothing is done', async () => {
  await using shop = await openGatewayUnderTest()
  const admin = aMember({ roles: ['member', 'admin'] })
  shop.standings.set(admin.memberId, admin)
  const headers = { ...bearer(shop, admin), 'idempotency-key': 'a' }
  const calls = [
    [`POST ${things}`, { name: 'ink' }],
    [`PATCH ${thing}`, { name: 'ink' }],
    [`POST ${thing}/purchases`, { quantity: 1 }],
    [`POST ${thing}/touch`, undefined],
  ] as const
  for (const [call, body] of calls) {
    const { status, json } = await ask(shop.url, `${call}?x=1&name=other`, { headers, body })
    assert.deepEqual([status, json?.code], [422, 'invalid_request'], call)
    assert.deepEqual(json?.errors, [unknown('x'), unknown('name')], call)
  }
  assert.deepEqual(shop.asked, [])
  const bare = await ask(shop.url, `POST ${things}?`, { headers, body: { name: 'ink' } })
  assert.equal(bare.status, 201)
})

test('a body on a removal is refused, so that nobody thinks a password was looked at', async () => {
  await using shop = await openGatewayUnderTest()
  const admin = aMember({ roles: ['member', 'admin'] })
  shop.standings.set(admin.memberId, admin)
  const headers = bearer(shop, admin)
  const bodies = [
    [{ password: 'wrong', foo: 1 }, [unknown('password'), unknown('foo')]],
    [{ thingId: aThing.thingId }, [unknown('thingId')]],
    ['[]', [unread]],
    ['null', [unread]],
    ['"text"', [unread]],
  ] as const
  for (const [body, errors] of bodies) {
    const { status, json } = await ask(shop.url, `DELETE ${thing}`, { headers, body })
    assert.deepEqual([status, json?.errors], [422, errors], JSON.stringify(body))
  }
  assert.deepEqual(shop.asked, [])
})

test('a body beside a question is refused as well, and nothing and {} are none', async () => {
  await using shop = await openGatewayUnderTest()
  const statusOf = (body: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const headers = { 'content-length': body.length, 'content-type': 'application/json' }
      request(`${shop.url}${thing}`, { method: 'GET', headers, agent: false }, answer => {
        answer.resume().on('end', () => resolve(answer.statusCode))
      })
        .on('error', reject)
        .end(body)
    })
  const statuses = []
  for (const body of ['', '{}', '{"a":1}']) statuses.push(await statusOf(body))
  assert.deepEqual(statuses, [200, 200, 422])
})
