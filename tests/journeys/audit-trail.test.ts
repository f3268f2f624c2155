import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { suite, test } from 'node:test'
import { type AuditEntry, actOf, isPrivilegedAct } from '#contracts/audit.ts'
import { gatewayApi } from '#contracts/gateway-api.ts'
import type { Operation } from '#contracts/operation.ts'
import { apis } from '#run/services.ts'
import { exampleOf } from '#services/gateway/schema-example.ts'
import { openTestShop, type TestShop } from '#tests/shop/a-shop.ts'
import { changeRows } from '#tests/shop/change-rows.ts'
import { expectAnswer, type Token } from '#tests/shop/http-client.ts'
import { somePlace } from '#tests/shop/some-place.ts'
import { storedRows } from '#tests/shop/stored-bytes.ts'

const privileged: readonly (readonly [name: string, operation: Operation])[] = Object.values({
  ...apis,
  gatewayApi,
}).flatMap(api =>
  Object.entries(api as Readonly<Record<string, Operation>>).filter(([, operation]) =>
    isPrivilegedAct(operation),
  ),
)

async function auditOf(shop: TestShop, as: Token, query = ''): Promise<readonly AuditEntry[]> {
  const items: AuditEntry[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: string = cursor === '' ? '' : `&cursor=${cursor}`
    const answer = await shop.call(`GET /api/admin/audit?limit=7${page}${query}`, { as })
    const told = expectAnswer<{ items: AuditEntry[]; nextCursor: string | null }>(answer, 200)
    items.push(...told.items)
    cursor = told.nextCursor
  }
  return items
}

/** Asks for an act with an input that is right, about things that are not there. */
function attempt(shop: TestShop, as: Token, { route = 'GET /', input }: Operation) {
  const example = exampleOf(input, 'input') as Record<string, unknown>
  const path = route.replace(/:(\w+)/g, (_, field: string) => String(example[field]))
  const body = Object.fromEntries(
    Object.entries(example).filter(([field]) => !route.includes(`:${field}`)),
  )
  const hasBody = !route.startsWith('DELETE')
  return shop.call(path as `POST /${string}`, { as, key: randomUUID(), ...(hasBody && { body }) })
}

suite('The audit log', () => {
  test('has an entry of every privileged act that is asked for, done or refused', async () => {
    await using shop = await openTestShop()
    const admin = await shop.asAdmin()
    assert(privileged.length >= 20, `${privileged.length} operations were found`)
    const left: string[] = []
    for (const [name, operation] of privileged) {
      // Refused acts of roles are no acts yet; their service tells of those that were done.
      const isOwn = operation.auditedByService === true
      const { memberId } = isOwn ? await shop.signUp() : admin
      await (isOwn
        ? shop.call(`PUT /api/admin/members/${memberId}/roles`, {
            ...{ as: admin, body: { roles: ['member', 'merchant'] } },
          })
        : attempt(shop, admin, operation))
      const act = isOwn ? 'roles_set' : actOf(name)
      const [entry] = await auditOf(shop, admin, `&act=${act}`)
      if (entry?.actorId !== admin.memberId || entry.outcome === undefined) left.push(name)
    }
    assert.deepEqual(left, [])
  })

  test('tells who did what to what, without a word that somebody wrote', async () => {
    await using shop = await openTestShop()
    const admin = await shop.asAdmin()
    const sinceMs = shop.clock.nowMs()
    const { dropId } = await shop.makeDrop({ units: 10 })
    const units = { delta: -1, reason: '이순신 고객 요청' }
    for (const [act, body] of Object.entries({ units, pause: undefined, close: undefined })) {
      shop.clock.advance(1)
      await shop.call(`POST /api/admin/drops/${dropId}/${act}`, {
        as: admin,
        ...(body && { body }),
      })
    }
    const seen = await auditOf(shop, admin, `&subjectId=${dropId}&sinceMs=${sinceMs}`)
    assert.deepEqual(
      seen.map(({ act, outcome, actorId }) => [act, outcome, actorId === admin.memberId]),
      [
        ['close_drop', 'done', true],
        ['pause_drop', 'done', true],
        ['change_drop_units', 'done', true],
        ['plan_drop', 'done', true],
      ],
    )
    assert.equal(JSON.stringify(seen).includes('이순신'), false)
    assert.deepEqual(await auditOf(shop, admin, `&untilMs=${sinceMs}&subjectId=${dropId}`), [])
  })

  test('is written before the act: where it cannot be, nothing is done', async () => {
    await using shop = await openTestShop({
      aroundDatabases: databases => {
        const { members } = databases
        if (members === undefined) return databases
        const value = () => Promise.reject(new Error('the disk is full'))
        const write = Object.create(members.write, { recordAct: { value } })
        return { ...databases, members: { ...members, write } }
      },
    })
    const body = { name: '신발' }
    const as = await shop.asAdmin()
    const refused = await shop.call('POST /api/admin/categories', { as, body })
    assert(refused.status >= 500, refused.text)
    const { items } = expectAnswer<{ items: unknown[] }>(
      await shop.call('GET /api/categories'),
      200,
    )
    assert.deepEqual(items, [])
  })

  test('keeps every row as it was written, whoever asks the database', async () => {
    await using place = await somePlace()
    await using shop = await openTestShop({ place })
    await shop.makeDrop()
    const audited = async () =>
      (await storedRows(place.environment)).filter(row => /\baudit(_outcome)? /.test(row))
    const before = await audited()
    assert(before.length > 0)
    for (const table of ['audit', 'audit_outcome']) {
      for (const statement of [`delete from ${table}`, `update ${table} set at_ms = 1`]) {
        await assert.rejects(changeRows(place.environment, 'members', statement), statement)
      }
    }
    assert.deepEqual(await audited(), before)
  })
})
