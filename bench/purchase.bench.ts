import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import type { Figure } from './figure.ts'
import { load, median } from './load.ts'
import { startShopUnderLoad } from './shop-under-load.ts'
import { startYardstick } from './yardstick.ts'

export const name = 'purchase'

const ROUNDS = 3

/** Whole purchases (reserve, enter, pay) until the last order is paid, which counts as time too. */
export async function measure(say: (sentence: string) => void): Promise<Figure[]> {
  await using yardstick = await startYardstick()
  await using under = await startShopUnderLoad()
  const { shop, tokens } = under
  const ratios: number[] = []
  const detail: unknown[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    say(round === 0 ? 'warming up' : `round ${round} of ${ROUNDS}`)
    const bare = await yardstick.measure({ seconds: round === 0 ? 1 : 4 })
    const drop = await shop.makeDrop({ units: 10_000_000, limitPerMember: 10_000_000 })
    const path = `/api/drops/${drop.dropId}/reservations`
    const fromMs = performance.now()
    const run = await load({
      url: shop.url,
      script: 'purchase',
      told: [tokens, path, `p${round}-`, '96'],
      seconds: round === 0 ? 2 : 6,
    })
    const captured = run.statuses.captured ?? 0
    await soldAll(shop, drop.dropId, captured)
    const seconds = (performance.now() - fromMs) / 1_000
    const perSecond = captured / seconds
    if (round === 0) continue
    ratios.push(perSecond / bare.perSecond)
    detail.push({ perSecond, lagSeconds: seconds - run.seconds, statuses: run.statuses })
  }
  const value = median(ratios)
  return [
    {
      name: 'whole purchase: reserve, enter, pay, order paid',
      value: Number(value.toFixed(3)),
      unit: '× the yardstick, in purchases',
      goal: '≥ 0.15',
      reached: value >= 0.15,
      tool: 'wrk, 64 connections',
      detail: { ratios, rounds: detail },
    },
  ]
}

/** Waits until stock has sold what was captured; orders are paid by the same events. */
async function soldAll(
  shop: Awaited<ReturnType<typeof startShopUnderLoad>>['shop'],
  dropId: string,
  captured: number,
): Promise<void> {
  const as = await shop.asAdmin()
  await eventually(
    'all captured purchases sold',
    async () => {
      const answer = await shop.call(`GET /api/admin/drops/${dropId}/stats`, { as })
      const { reservations } = expectAnswer<{ reservations: Record<string, number> }>(answer, 200)
      return (reservations.committed ?? 0) >= captured
    },
    60_000,
  )
}
