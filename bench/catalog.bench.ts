import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type ChildShop, startChildShop } from '#tests/shop/a-child-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import type { Figure } from './figure.ts'
import { fillShelves, queryOf } from './full-shelves.ts'
import { type LoadRun, load, median } from './load.ts'
import { startYardstick } from './yardstick.ts'

export const name = 'catalog'

const PRODUCTS = 100_000
const ROUNDS = 3
/** What a shop is asked in a while: few things often, and many seldom. */
const SEARCHES = { different: 5_000, inAll: 30_000 } as const

const goals = { list: 0.6, detail: 0.8, search: 0.3 } as const
type What = keyof typeof goals

/** Lists, details and search over a hundred thousand products, against the yardstick. */
export async function measure(say: (sentence: string) => void): Promise<Figure[]> {
  await using shop = await startChildShop({ environment: { NODE_ENV: 'production' } })
  await shop.stop()
  say(`filling the shelves with ${PRODUCTS} products`)
  const productIds = await fillShelves(shop, PRODUCTS)
  const start = await startSearching(shop)

  const files = await writePaths(shop, productIds)
  await using yardstick = await startYardstick()
  const read = (what: What, seconds: number) =>
    load({ url: shop.url, script: 'pages', told: [files[what]], seconds })
  say('warming up')
  await yardstick.measure({ seconds: 1 })
  for (const what of whats) await read(what, 2)

  const rounds: Record<What, { ratio: number; run: LoadRun }>[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    say(`round ${round} of ${ROUNDS}`)
    const bare = await yardstick.measure({ seconds: 3 })
    const measured = {} as (typeof rounds)[number]
    for (const what of whats) {
      const run = await read(what, 3)
      if (Object.keys(run.statuses).length > 0) {
        throw new Error(`${what}: unexpected answers ${JSON.stringify(run.statuses)}`)
      }
      measured[what] = { ratio: run.perSecond / bare.perSecond, run }
    }
    rounds.push(measured)
  }
  const throughput = whats.map((what): Figure => {
    const value = median(rounds.map(round => round[what].ratio))
    return {
      name: `${what} over ${PRODUCTS} products`,
      value: Number(value.toFixed(3)),
      unit: '× the yardstick',
      goal: `≥ ${goals[what]}`,
      reached: value >= goals[what],
      tool: 'wrk, 64 connections',
      detail: { rounds: rounds.map(round => round[what].run) },
    }
  })
  return [...throughput, ...start(residentMegabytes(shop.pid()))]
}

const whats = Object.keys(goals) as readonly What[]

/** Starts the shop; gives the figures of its start, once its memory under load is known. */
async function startSearching(shop: ChildShop): Promise<(loadedMegabytes: number) => Figure[]> {
  const fromMs = performance.now()
  await shop.start()
  await eventually(
    'an answer of the search',
    async () => {
      const answer = await shop.call(`GET /api/products?q=${encodeURIComponent('운동화')}`)
      return answer.status === 200 && (answer.body as { items: unknown[] }).items.length > 0
    },
    60_000,
  )
  const seconds = (performance.now() - fromMs) / 1_000
  const megabytes = residentMegabytes(shop.pid())
  const tool = 'a child process, all services in it'
  return loadedMegabytes => [
    {
      name: `start until ${PRODUCTS} products can be searched`,
      value: Number(seconds.toFixed(1)),
      unit: 's',
      goal: '≤ 10',
      reached: seconds <= 10,
      tool,
      detail: {},
    },
    {
      name: `memory with ${PRODUCTS} products that can be searched`,
      value: Math.round(megabytes),
      unit: 'MB',
      goal: '< 400',
      reached: megabytes < 400,
      tool,
      detail: { underLoadMegabytes: Math.round(loadedMegabytes) },
    },
  ]
}

/** The pages that are asked for, a file for each kind. */
async function writePaths(
  shop: ChildShop,
  productIds: readonly string[],
): Promise<Readonly<Record<What, string>>> {
  const every = Math.floor(productIds.length / 2_000)
  const paths: Record<What, readonly string[]> = {
    list: ['', '?sort=price', '?sort=-price', '?sort=likes', '?minPrice=50000&maxPrice=90000'].map(
      query => `/api/products${query}`,
    ),
    detail: productIds.filter((_, at) => at % every === 0).map(id => `/api/products/${id}`),
    search: searches().map(number => `/api/products?q=${encodeURIComponent(queryOf(number))}`),
  }
  const folder = dirname(shop.dataFolder)
  const file = (what: What) => join(folder, `${what}.txt`)
  await Promise.all(whats.map(what => writeFile(file(what), paths[what].join('\n'))))
  return { list: file('list'), detail: file('detail'), search: file('search') }
}

/** By Zipf's law: the n-th is asked for 1/n as often as the first. */
function searches(): number[] {
  const { different, inAll } = SEARCHES
  // The law's sums grow as the logarithm does; strides stand for chance, so that runs are alike.
  const at = (share: number) => Math.min(different - 1, Math.floor(different ** share) - 1)
  return Array.from({ length: inAll }, (_, n) => at(((n * 17_389) % inAll) / inAll))
}

function residentMegabytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return (Number(kilobytes) * 1_024) / 1e6
}
