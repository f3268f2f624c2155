import type { Figure } from './figure.ts'
import { type LoadRun, load, median } from './load.ts'
import { startShopUnderLoad } from './shop-under-load.ts'
import { startYardstick } from './yardstick.ts'

export const name = 'hot-drop'

const ROUNDS = 3

/** Reservations, refusals and reads of one hot drop, each against the yardstick of its round. */
export async function measure(say: (sentence: string) => void): Promise<Figure[]> {
  await using yardstick = await startYardstick()
  await using under = await startShopUnderLoad()
  const { shop, tokens } = under
  const open = await shop.makeDrop({ units: 10_000_000, limitPerMember: 1_000_000 })
  const gone = await shop.makeDrop({ units: 1 })
  await shop.reserve(await shop.asAdmin(), gone)

  const reserve = (dropId: string, prefix: string, seconds = 5, connections = 64) => {
    const path = `/api/drops/${dropId}/reservations`
    return load({
      url: shop.url,
      script: 'reserve',
      told: [tokens, path, prefix],
      seconds,
      connections,
    })
  }
  const read = (path: string) => load({ url: shop.url + path, script: 'get', seconds: 4 })

  say('warming up')
  await yardstick.measure({ seconds: 2 })
  await reserve(open.dropId, 'w', 3)
  await reserve(gone.dropId, 'w', 2)

  const measureRound = async (round: number) => {
    say(`round ${round} of ${ROUNDS}`)
    const bare = await yardstick.measure()
    return {
      bare,
      reserved: against(await reserve(open.dropId, `r${round}-`), bare, '201'),
      refused: against(await reserve(gone.dropId, `s${round}-`), bare, '409'),
      drop: against(await read(`/api/drops/${open.dropId}`), bare),
      product: against(await read(`/api/products/${open.productId}`), bare),
    }
  }
  const rounds: Awaited<ReturnType<typeof measureRound>>[] = []
  for (let round = 1; round <= ROUNDS; round++) rounds.push(await measureRound(round))
  const figure = (
    title: string,
    goal: number,
    of: (round: (typeof rounds)[number]) => ReturnType<typeof against>,
  ): Figure => {
    const value = median(rounds.map(round => of(round).ratio))
    return {
      name: title,
      value: Number(value.toFixed(3)),
      unit: '× the yardstick',
      goal: `≥ ${goal}`,
      reached: value >= goal,
      tool: 'wrk, 64 connections',
      detail: { rounds: rounds.map(of), yardstick: rounds.map(round => round.bare.perSecond) },
    }
  }
  return [
    figure('reservation, durable, one hot drop, 5,000 members', 0.6, round => round.reserved),
    figure('refusal (sold out)', 0.8, round => round.refused),
    figure('drop read', 0.8, round => round.drop),
    figure('product read', 0.8, round => round.product),
  ]
}

/** What came of the load, as a ratio to the yardstick; every answer must be the expected one. */
function against(run: LoadRun, bare: LoadRun, status?: string) {
  const others = Object.entries(run.statuses).filter(([key]) => key !== status && key !== 'not_2xx')
  if (others.length > 0) throw new Error(`unexpected answers: ${JSON.stringify(run.statuses)}`)
  return { ratio: run.perSecond / bare.perSecond, perSecond: run.perSecond, p99Ms: run.p99Ms }
}
