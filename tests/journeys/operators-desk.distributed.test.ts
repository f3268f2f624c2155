import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeadLetter } from '#contracts/dead-letters.ts'
import type { ServiceStatus } from '#contracts/gateway-api.ts'
import type { WaysToPay } from '#contracts/providers.ts'
import { openTestShop } from '#tests/shop/a-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import { someDistributedPlace } from '#tests/shop/some-place.ts'

type Services = { readonly items: readonly ServiceStatus[] }
type Letters = { readonly items: readonly DeadLetter[]; readonly unreachable: readonly string[] }

const toss = {
  ...{ PAYMENT_PROVIDER: 'toss', TOSS_SECRET_KEY: 'test_sk_1', TOSS_CLIENT_KEY: 'test_ck_1' },
  TOSS_URL: 'http://localhost:1',
}

test('over several processes an operator sees who is gone, and works with the letters of the others', async () => {
  await using place = await someDistributedPlace()
  const environment = { DISCOVERY_URL: 'redis:', PRIVATE_HOST: '127.0.0.1' }
  await using front = await openTestShop({
    ...{ place, environment, parts: ['gateway', 'members', 'catalog', 'notifications'] },
  })
  const { clock } = front
  await using stock = await openTestShop({ place, environment, clock, parts: ['stock'] })
  const back = await openTestShop({
    ...{ place, clock, parts: ['orders', 'payments'] },
    environment: { ...environment, ...toss },
  })

  const as = await front.asAdmin()
  const services = async () =>
    expectAnswer<Services>(await front.call('GET /api/admin/services', { as }), 200).items
  const letters = async () =>
    expectAnswer<Letters>(await front.call('GET /api/admin/dead-letters', { as }), 200)

  const all = await eventually('a shop that is whole', async () => {
    const seen = await services()
    return seen.every(({ state }) => state === 'up') && seen
  })
  const urls = new Map(all.map(({ service, instances }) => [service, instances[0]?.url]))
  assert.equal(urls.get('members'), null)
  assert.equal(urls.get('stock'), `http://127.0.0.1:${stock.privatePort}`)
  assert.equal(urls.get('orders'), urls.get('payments'))

  const ways = expectAnswer<WaysToPay>(await front.call('GET /api/payments/ways'), 200)
  assert.equal(ways.provider, 'toss', 'what payments alone is told, its gateway knows of it')
  assert.doesNotMatch(JSON.stringify(ways), /_sk_/)

  for (const { databases } of [stock, back]) {
    for (const database of [databases.stock, databases.orders]) {
      const event = { type: 'nobody.knows', subject: 's', version: 1, timeMs: 1, data: '{}' }
      const heard = { ...event, id: 'payments:900001', source: 'payments' }
      await database?.events.buryOnce({ event: heard, reason: 'nobody understood it' })
    }
  }
  const { items } = await letters()
  assert.deepEqual(
    items.map(({ service }) => service),
    ['orders', 'stock'],
  )
  const [inOrders, inStock] = items.map(({ deadLetterId }) => deadLetterId)
  const redrive = (id = '') => front.call(`POST /api/admin/dead-letters/${id}/redrive`, { as })
  expectAnswer(await redrive(inOrders), 200)

  await back[Symbol.asyncDispose]()
  await eventually('orders that are known to be gone', async () =>
    (await services()).every(({ service, state }) =>
      ['orders', 'payments'].includes(service) ? state === 'down' : state === 'up',
    ),
  )
  const left = await letters()
  assert.deepEqual(
    [left.items.map(({ deadLetterId }) => deadLetterId), left.unreachable],
    [[inStock], ['orders', 'payments']],
  )
  expectAnswer(await redrive(inOrders), 503, 'try_again')
  expectAnswer(await front.call(`DELETE /api/admin/dead-letters/${inStock}`, { as }), 204)
  assert.deepEqual((await letters()).items, [])
})
