import { test } from 'node:test'
import { someDistributedPlace } from '#tests/shop/some-place.ts'
import { liveThrough } from './every-kind-of-end.ts'
import { assertShopInvariants } from './shop-invariants.ts'

test('over many databases too a shop of every kind of end, a drop’s unit returned among them, holds its invariants', async () => {
  await using place = await someDistributedPlace()
  await liveThrough(place)
  await assertShopInvariants(place)
})
