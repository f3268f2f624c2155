import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Static } from 'typebox'
import type { DeadLetter, RedrivenLetters } from '#contracts/dead-letters.ts'
import type { ServiceStatus } from '#contracts/gateway-api.ts'
import { openTestShop, type TestShop } from '#tests/shop/a-shop.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'

type Letters = { readonly items: readonly DeadLetter[]; readonly unreachable: readonly string[] }

/** Puts something to the dead letters of orders: what nobody can read, unless it is told. */
async function bury(
  { databases }: TestShop,
  { number, subject, type = 'stock.reserved' }: { number: number; subject: string; type?: string },
): Promise<void> {
  const event = {
    ...{ id: `stock:${number}`, type, source: 'stock', subject, version: 1, timeMs: 1 },
    data: '{"strange":true}',
  }
  assert.ok(await databases.orders?.events.buryOnce({ event, reason: 'nobody understood it' }))
}

test('an event that nobody could apply is seen, sent again, and taken away', async () => {
  await using shop = await openTestShop()
  const as = await shop.asAdmin()
  const letters = async () =>
    expectAnswer<Letters>(await shop.call('GET /api/admin/dead-letters', { as }), 200)
  assert.deepEqual(await letters(), { items: [], nextCursor: null, unreachable: [] })

  await bury(shop, { number: 900_001, subject: 'a' })
  await bury(shop, { number: 900_002, subject: 'a' })
  // Orders has no use for such a one, and so takes it without ado.
  await bury(shop, { number: 900_003, subject: 'b', type: 'stock.admired' })
  const { items } = await letters()
  const [broken = '', behind = '', harmless = ''] = items.map(({ deadLetterId }) => deadLetterId)
  assert.match(broken, /^orders:\d+$/)
  assert.deepEqual(
    items.map(letter => [letter.service, letter.source, letter.subject, letter.behind]),
    [
      ['orders', 'stock', 'a', null],
      ['orders', 'stock', 'a', broken],
      ['orders', 'stock', 'b', null],
    ],
  )

  const redrive = (id: string) => shop.call(`POST /api/admin/dead-letters/${id}/redrive`, { as })
  const drop = (id: string) => shop.call(`DELETE /api/admin/dead-letters/${id}`, { as })
  type Redriven = Static<typeof RedrivenLetters>
  const again = expectAnswer<Redriven>(await redrive(broken), 200)
  assert.deepEqual([again.applied, again.stoppedAt], [0, broken])
  assert.equal((await letters()).items[0]?.reason, again.reason)
  assert.notEqual(again.reason, 'nobody understood it')
  expectAnswer(await redrive(behind), 409, 'illegal_transition')
  assert.deepEqual(expectAnswer<Redriven>(await redrive(harmless), 200), {
    ...{ applied: 1, stoppedAt: null, reason: null },
  })

  expectAnswer(await drop(broken), 204)
  expectAnswer(await drop(broken), 404, 'not_found')
  expectAnswer(await redrive('nonsense'), 404, 'not_found')
  assert.deepEqual(
    (await letters()).items.map(letter => [letter.deadLetterId, letter.behind]),
    [[behind, null]],
  )
})

test('an operator sees that all services of one process are well, and a shopper sees nothing of it', async () => {
  await using shop = await openTestShop()
  const as = await shop.asAdmin()
  const answer = await shop.call('GET /api/admin/services', { as })
  const { items } = expectAnswer<{ items: readonly ServiceStatus[] }>(answer, 200)
  assert.ok(items.length >= 6)
  for (const { service, state, instances, meanwhile } of items) {
    assert.deepEqual([state, instances.length, instances[0]?.health], ['up', 1, 'ready'], service)
    assert.equal(meanwhile, null)
  }
  const minji = await shop.signUp()
  const calls = ['GET /api/admin/services', 'GET /api/admin/dead-letters'] as const
  for (const call of calls) {
    expectAnswer(await shop.call(call, { as: minji }), 403, 'forbidden')
    expectAnswer(await shop.call(call), 401, 'token_missing')
  }
})
