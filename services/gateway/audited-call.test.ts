import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CallContext } from '#contracts/operation.ts'
import { Problem, refuse } from '#contracts/problems.ts'
import { aMember, aThing, bearer, openGatewayUnderTest } from './gateway-under-test.ts'

type Written = { readonly act?: string; readonly outcome?: string; readonly subjectId?: string }

/** A gateway whose audit log is a list; `faulty` cannot be written. */
async function openAudited({ faulty = '' } = {}) {
  const written: Written[] = []
  const write =
    (name: string) =>
    async (input: object, { caller }: CallContext) => {
      if (name === faulty) throw new Problem('try_again')
      const { auditId: _, ...entry } = input as Written & { readonly auditId: string }
      written.push({ ...entry, ...(caller && { by: caller.memberId }) })
      return null
    }
  const admin = aMember({ roles: ['member', 'admin'] })
  const shop = await openGatewayUnderTest({
    members: {
      readStanding: async ({ memberId }) => ({
        ...{ memberId, name: '', roles: [...admin.roles], emailVerified: true },
      }),
      listEndedSessions: async () => ({ sessionIds: [] }),
      recordAct: write('recordAct'),
      recordOutcome: write('recordOutcome'),
    },
  })
  const change = () =>
    fetch(`${shop.url}/api/things/${aThing.thingId}`, {
      method: 'PATCH',
      headers: { ...bearer(shop, admin), 'content-type': 'application/json' },
      body: JSON.stringify({ name: '이순신의 잉크' }),
    })
  return { shop, written, change, admin }
}

test('an act is written down before it is done, and its outcome after it', async () => {
  const { shop, written, change, admin } = await openAudited()
  await using _ = shop
  const by = admin.memberId
  const act = { act: 'change_thing', subjectId: aThing.thingId, details: {}, by }
  shop.answerWith(() => {
    assert.deepEqual(written.splice(0), [act])
    return aThing
  })
  assert.equal((await change()).status, 200)
  const result = { thingId: aThing.thingId }
  assert.deepEqual(written.splice(0), [{ outcome: 'done', result, by }])
  shop.answerWith(refuse('not_found'))
  assert.equal((await change()).status, 404)
  assert.deepEqual(written.splice(0), [act, { outcome: 'not_found', by }])
  shop.answerWith(new Error('it broke'))
  assert.equal((await change()).status, 500)
  assert.deepEqual(written.splice(0), [act, { outcome: 'failed', by }])
})

test('of many acts that were asked for together, what came of each is written down', async () => {
  const { shop, written, admin } = await openAudited()
  await using _ = shop
  const items = [
    { thingId: aThing.thingId, outcome: 'sent' },
    { thingId: admin.memberId, outcome: 'sent' },
  ]
  shop.answerWith({ items: items.map(item => ({ ...item, note: '이순신에게' })), wrong: [] })
  const answer = await fetch(`${shop.url}/api/admin/things/parcels`, {
    method: 'POST',
    headers: { ...bearer(shop, admin), 'content-type': 'application/json' },
    body: JSON.stringify({ thingIds: items.map(({ thingId }) => thingId) }),
  })
  assert.equal(answer.status, 200)
  assert.deepEqual(written.at(-1), {
    ...{ outcome: 'done', result: { items }, by: admin.memberId },
  })
})

test('without its entry nothing is done; without its outcome it is done all the same', async () => {
  for (const [faulty, status, asked] of [
    ['recordAct', 503, 0],
    ['recordOutcome', 200, 1],
  ] as const) {
    const { shop, change } = await openAudited({ faulty })
    await using _ = shop
    assert.equal((await change()).status, status)
    assert.equal(shop.asked.length, asked)
  }
})
