import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allDoors } from './all-doors-under-test.ts'
import { ask } from './ask-under-test.ts'
import { aMember, bearer, openGatewayUnderTest } from './gateway-under-test.ts'
import { type Description, type HostileRequest, hostileRequests } from './hostile-requests.ts'
import { openApiDocument } from './openapi.ts'

const description = JSON.parse(
  JSON.stringify(openApiDocument(allDoors, { mailbox: false })),
) as Description

const shown = ({ method, path, body }: HostileRequest) =>
  `${method} ${path.slice(0, 120)} ${body?.slice(0, 200) ?? ''}`

test('no hostile request reaches a service with what its contract does not take, or breaks the door', async () => {
  await using shop = await openGatewayUnderTest({ doors: allDoors })
  const admin = aMember({ roles: ['member', 'merchant', 'admin'] })
  shop.standings.set(admin.memberId, admin)
  const statuses = new Map<number, number>()
  const requests = [...hostileRequests(description, bearer(shop, admin))].filter(
    ({ path }) => !path.endsWith('/live'),
  )
  async function send(request: HostileRequest): Promise<void> {
    const { method, path, headers, body } = request
    const answer = await ask(shop.url, `${method} ${path}`, {
      headers: { ...headers },
      ...(body !== undefined && method !== 'GET' && { body }),
    })
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    assert.ok(answer.status < 500, `${answer.status} for ${shown(request)}`)
    if (answer.status < 400) return
    assert.equal(answer.headers.get('content-type'), 'application/problem+json', shown(request))
    assert.doesNotMatch(answer.text, /\bat .*\.[jt]s:|node_modules|SyntaxError|TypeError/)
  }
  while (requests.length > 0) await Promise.all(requests.splice(0, 32).map(send))
  const sent = [...statuses.values()].reduce((sum, count) => sum + count, 0)
  assert.ok(sent > 5_000, `${sent} requests were sent`)
  assert.ok((statuses.get(422) ?? 0) > 1_000 && (statuses.get(404) ?? 0) > 300, 'most are refused')
  for (const { input } of shop.asked) {
    assert.equal((input as { surplus?: unknown }).surplus, undefined)
  }
})
