import { buildWeb } from '#run/build-web.ts'
import { startChildShop } from '#tests/shop/a-child-shop.ts'
import type { Figure } from './figure.ts'
import { load, median } from './load.ts'
import { startYardstick } from './yardstick.ts'

export const name = 'static-files'

const ROUNDS = 3
const GOAL = 0.8

/** Pages and their files, as a browser that has them in no cache asks for them. */
export async function measure(say: (sentence: string) => void): Promise<Figure[]> {
  await buildWeb()
  await using yardstick = await startYardstick()
  await using shop = await startChildShop({ environment: { NODE_ENV: 'production' } })
  const { text } = await shop.call('GET /', { headers: { accept: 'text/html' } })
  const icon = /\/static\/[\w.-]+\.svg/.exec(text)?.[0]
  if (icon === undefined) throw new Error('the page of the shop has no icon')
  const read = (path: string) => load({ url: shop.url + path, script: 'get', seconds: 4 })

  say('warming up')
  await yardstick.measure({ seconds: 2 })
  await read(icon)
  const rounds: { bare: number; file: number; page: number }[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    say(`round ${round} of ${ROUNDS}`)
    const bare = (await yardstick.measure()).perSecond
    const file = (await read(icon)).perSecond
    rounds.push({ bare, file, page: (await read('/')).perSecond })
  }
  return (['file', 'page'] as const).map(what => {
    const value = median(rounds.map(round => round[what] / round.bare))
    return {
      name: what === 'file' ? 'a file of a page' : 'the page of the shop',
      value: Number(value.toFixed(3)),
      unit: '× the yardstick',
      goal: `≥ ${GOAL}`,
      reached: value >= GOAL,
      tool: 'wrk, 64 connections',
      detail: { rounds },
    }
  })
}
