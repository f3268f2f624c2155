import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Rehearsal } from '#contracts/rehearsals.ts'
import { openTestShop, type TestShop } from '#tests/shop/a-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import { someEmbeddedPlace } from '#tests/shop/some-place.ts'

const PATH = '/api/admin/rehearsals'

test('a merchant rehearses a planned drop from the console, and nothing of it is touched', async () => {
  await using shop = await openTestShop()
  const as = await shop.asAdmin()
  const drop = await shop.makeDrop({ units: 4, price: 7_700, opensInMs: 3_600_000 })
  const body = { dropId: drop.dropId, buyers: 30 }
  const started = expectAnswer<Rehearsal>(await shop.call(`POST ${PATH}`, { as, body }), 201)
  assert.deepEqual([started.state, started.buyers, started.dropId], ['running', 30, drop.dropId])
  expectAnswer(await shop.call(`POST ${PATH}`, { as, body }), 409, 'illegal_transition')

  const ended = await endOf(shop, started)
  assert.equal(ended.state, 'held', JSON.stringify(ended.promises))
  assert.ok(ended.promises.length >= 10)
  assert.match(ended.report ?? '', /^<!doctype html>(.|\n)*30 buyers for 4 units(.|\n)*₩/)
  const listed = await shop.call(`GET ${PATH}`, { as })
  const { items } = expectAnswer<{ items: Rehearsal[] }>(listed, 200)
  assert.deepEqual(
    items.map(({ rehearsalId }) => rehearsalId),
    [started.rehearsalId],
  )
  const { remaining, state } = await shop.readDrop(drop.dropId)
  assert.deepEqual([remaining, state], [4, 'upcoming'])
})

test('each rehearsal is compared with the last one, also of a gateway that was started again, and leaves nothing else', async () => {
  await using place = await someEmbeddedPlace()
  const folder = join(place.folder, 'data', 'rehearsals')
  async function rehearse() {
    await using shop = await openTestShop({ place })
    const as = await shop.asAdmin()
    const answer = await shop.call(`POST ${PATH}`, { as, body: { buyers: 20, locale: 'ko' } })
    const ended = await endOf(shop, expectAnswer<Rehearsal>(answer, 201))
    assert.equal(ended.gateway, hostname())
    return ended
  }
  const [first, second] = [await rehearse(), await rehearse()]
  assert.doesNotMatch(first.report ?? '', /지난 리허설과 비교/)
  const seed = /시드 (\d+)/.exec(first.report ?? '')?.[1]
  assert.match(second.report ?? '', new RegExp(`지난 리허설과 비교(.|\n)*시드 ${seed}\\.`))
  assert.deepEqual(
    readdirSync(folder).sort(),
    [first, second].flatMap(({ rehearsalId: id }) => [`${id}.html`, `${id}.json`]).sort(),
  )
})

test('a rehearsal of a drop that is not there is refused, and one that runs ends with the shop', async () => {
  const shop = await openTestShop()
  const as = await shop.asAdmin()
  const dropId = '01930001-7b1e-7c3a-9d5e-000000000000'
  expectAnswer(await shop.call(`POST ${PATH}`, { as, body: { dropId } }), 404, 'not_found')
  expectAnswer(await shop.call(`POST ${PATH}`, { as, body: { buyers: 0 } }), 422, 'invalid_request')
  expectAnswer(await shop.call(`POST ${PATH}`, { as, body: { buyers: 20_000 } }), 201)
  await shop[Symbol.asyncDispose]()
})

type Told = Rehearsal & { readonly report: string | null }

async function endOf(shop: TestShop, { rehearsalId }: Rehearsal): Promise<Told> {
  const as = await shop.asAdmin()
  return eventually(
    'a verdict',
    async () => {
      const answer = await shop.call(`GET ${PATH}/${rehearsalId}`, { as })
      const told = expectAnswer<Told>(answer, 200)
      return told.state !== 'running' && told
    },
    120_000,
  )
}
