import { openRows } from '#tests/invariants/shop-rows-store.ts'
import { eventually } from '#tests/shop/eventually.ts'
import type { Figure } from './figure.ts'
import { load } from './load.ts'
import { startShopUnderLoad } from './shop-under-load.ts'

export const name = 'backlog'

const BURST = 10_000

/** How long after a burst of 10,000 reservations the last of their orders stands in its rows. */
export async function measure(say: (sentence: string) => void): Promise<Figure[]> {
  await using under = await startShopUnderLoad(BURST)
  const { shop, tokens } = under
  const warm = await shop.makeDrop({ units: 2_000, limitPerMember: 1 })
  const reserve = (dropId: string, prefix: string, seconds: number) =>
    load({
      url: shop.url,
      script: 'reserve',
      told: [tokens, `/api/drops/${dropId}/reservations`, prefix],
      seconds,
      connections: 256,
    })
  say('warming up')
  await reserve(warm.dropId, 'w', 2)
  const drop = await shop.makeDrop({ units: BURST, limitPerMember: 1 })
  say('the burst')
  await using rows = await openRows(shop.environment.DATABASE_URL ?? '')
  const count = async (): Promise<number> => {
    const [row] = await rows.all<{ count: number }>(
      'orders',
      `select count(*) as count from order_header where drop_id = '${drop.dropId}'`,
    )
    return row?.count ?? 0
  }
  const burst = reserve(drop.dropId, 'b', 6)
  await eventually(
    'the drop sold out',
    async () => (await shop.readDrop(drop.dropId)).remaining === 0,
  )
  const fromMs = performance.now()
  await eventually('an order for each reservation', async () => (await count()) === BURST, 60_000)
  const seconds = (performance.now() - fromMs) / 1_000
  const run = await burst
  return [
    {
      name: 'backlog after a burst of 10,000 reservations: all orders exist',
      value: Number(seconds.toFixed(2)),
      unit: 's after the last reservation',
      goal: '≤ 3',
      reached: seconds <= 3,
      tool: 'wrk, 256 connections, still asking meanwhile',
      detail: { answersPerSecond: run.perSecond },
    },
  ]
}
