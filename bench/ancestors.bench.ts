import { readFile } from 'node:fs/promises'
import { engineUrl } from '#platform/an-engine.ts'
import { startProgram } from '#tests/shop/a-child-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import type { Figure } from './figure.ts'
import { fateOf, type Post, playScenario } from './purchase-scenario.ts'
import { type SplitShop, startSplitShop } from './split-shop-under-load.ts'

export const name = 'ancestors'

const GOAL = 10

/**
 * The scenario that the ancestors measured themselves by: 10,000 ask for a unit, 20 % leave after
 * entering payment, 20 % are declined; once with few units and once with one for each, against a
 * control that takes a lock for every purchase, on the same engines.
 */
export function measure(say: (sentence: string) => void): Promise<Figure[]> {
  return measureAncestors(say, 10_000)
}

async function measureAncestors(
  say: (sentence: string) => void,
  buyers: number,
): Promise<Figure[]> {
  say('starting the shop')
  await using split = await startSplitShop({ members: buyers })
  const tokens = (await readFile(split.tokens, 'utf8')).split('\n')
  say('warming up')
  await ofShop(split, tokens, { buyers: Math.min(500, buyers), units: 500 })
  const figures: Figure[] = []
  for (const units of [10, buyers]) {
    say(`${buyers} for ${units} units: the shop`)
    const ours = await ofShop(split, tokens, { buyers, units })
    say(`${buyers} for ${units} units: a lock for each`)
    const theirs = await ofControl({ buyers, units })
    const value = ours.perSecond / theirs.perSecond
    figures.push({
      name: `the ancestors' scenario, ${buyers} purchase requests for ${units} units`,
      value: Number(value.toFixed(2)),
      unit: '× a lock in Redis for each purchase, in requests that ended a second',
      goal: `≥ ${GOAL}`,
      reached: value >= GOAL,
      tool: 'undici, 128 at once, the engines on the same cores',
      detail: { ours, theirs },
    })
  }
  return figures
}

type Size = { readonly buyers: number; readonly units: number }

async function ofShop(
  { shop, url }: SplitShop,
  tokens: readonly string[],
  { buyers, units }: Size,
) {
  // Processes that have just started may ask to come again.
  const { dropId } = await eventually('a drop', () =>
    shop.makeDrop({ units, limitPerMember: 1 }).catch((error: { actual?: unknown }) => {
      if (error.actual === 503) return null
      throw error
    }),
  )
  async function purchase(post: Post, at: number) {
    const as = { token: tokens[at] ?? '', key: `${dropId}-${at}` }
    const reserved = await post(`/api/drops/${dropId}/reservations`, { quantity: 1 }, as)
    if (reserved.status === 409) return 'sold out'
    const { orderId, reservationId } = reserved.body
    const entered = await post('/api/payments', { orderId, method: 'card' }, as)
    const fate = fateOf(at)
    if (fate !== 'leaves') {
      const providerKey = fate === 'pays' ? 'sim_capture' : 'sim_decline'
      await post(`/api/payments/${entered.body.paymentId}/confirmation`, { providerKey }, as)
    }
    if (fate === 'pays') return 'paid'
    await post(`/api/reservations/${reservationId}`, undefined, { token: as.token })
    return 'given back'
  }
  const played = await playScenario({ url, buyers, purchase })
  const { remaining } = await shop.readDrop(dropId)
  return { ...played, remaining }
}

async function ofControl({ buyers, units }: Size) {
  const line = [engineUrl('mysql'), engineUrl('redis'), String(units)]
  const control = startProgram({ program: 'bench/lock-control.ts', line })
  try {
    const listening = () => /listening (\d+)/.exec(control.output())?.[1]
    const port = await eventually('the control', listening, 60_000)
    const url = `http://localhost:${port}`
    async function purchase(post: Post, at: number) {
      const entered = await post('/enter', { member: String(at) })
      if (entered.status === 409) return 'sold out'
      const isPaid = fateOf(at) === 'pays'
      await post('/pay', { orderId: entered.body.orderId, isPaid })
      return isPaid ? 'paid' : 'given back'
    }
    const played = await playScenario({ url, buyers, purchase })
    const { overtaken } = (await (await fetch(`${url}/overtaken`)).json()) as { overtaken: number }
    return { ...played, overtaken }
  } finally {
    control.signal('SIGTERM')
    await control.ended
  }
}
