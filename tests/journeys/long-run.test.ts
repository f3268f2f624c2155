import assert from 'node:assert/strict'
import { test } from 'node:test'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { openTestShop, type TestShop } from '#tests/shop/a-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import { somePlace } from '#tests/shop/some-place.ts'

const DAY_MS = 86_400_000
/** So many in vain, and time goes on a little: far more than a job takes that runs. */
const LOOKS = 100

test('old events go when everybody has them, and the shop goes on selling', async () => {
  await using shop = await openTestShop()
  await shop.buy(await shop.signUp(), await shop.makeDrop())
  const { stock } = shop.databases
  assert(stock !== undefined)
  const announced = () => stock.events.readOutbox({ after: 0, limit: 100 })
  const before = await announced()
  await shop.settled()

  shop.clock.advance(DAY_MS + 1)
  await eventually('an empty outbox', async () => (await announced()).length === 0)

  await shop.buy(await shop.signUp(), await shop.makeDrop())
  const next = await announced()
  for (const { number } of next) {
    assert.ok(number > Number(before.at(-1)?.number ?? 0), 'no number comes back')
  }
})

test('the sample shop has a drop to try at any time', async () => {
  await using shop = await openTestShop({ environment: { DEMO: '1' } })
  const titlesOf = titlesIn(shop)
  await eventually('the first drop', async () => (await titlesOf('/api/drops?state=upcoming'))[0])
  for (let minute = 0; minute < 30; minute++) {
    shop.clock.advance(60_000)
    let looks = 0
    await eventually(
      'a drop to come',
      async () => {
        if ((await titlesOf('/api/drops?state=upcoming')).length > 0) return true
        // Its job may have looked just before the minute was over; it looks again in ten seconds.
        if (++looks % LOOKS === 0) shop.clock.advance(10_000)
        return false
      },
      60_000,
    )
    const open = await titlesOf('/api/drops?state=open')
    assert.ok(open.length >= 1 && open.length <= 3, `minute ${minute}: ${open.length} are open`)
  }
})

test('the sample shop is filled once, however often it is started', async () => {
  await using place = await somePlace()
  const clock = virtualClock()
  for (let start = 1; start <= 3; start++) {
    await using shop = await openTestShop({ clock, place, environment: { DEMO: '1' } })
    const titlesOf = titlesIn(shop)
    await eventually('the first drop', async () => (await titlesOf('/api/drops?state=upcoming'))[0])
    assert.equal((await titlesOf('/api/products?limit=100')).length, 12)
    assert.equal((await titlesOf('/api/categories')).length, 4)
    assert.equal((await titlesOf('/api/drops?limit=100')).length, 1)
  }
})

function titlesIn(shop: TestShop) {
  return async (path: `/${string}`): Promise<(string | undefined)[]> => {
    const answer = await shop.call(`GET ${path}`)
    const { items } = expectAnswer<{ items: { title?: string; name?: string }[] }>(answer, 200)
    return items.map(({ title, name }) => title ?? name)
  }
}
