import { openMetrics } from '#platform/measures/metrics.ts'
import { startCollector } from '#tests/shop/a-collector.ts'
import { reserveMany } from './engine.bench.ts'
import type { Figure } from './figure.ts'
import { load, median } from './load.ts'
import { type ShopUnderLoad, startShopUnderLoad } from './shop-under-load.ts'

export const name = 'watching'

const PAIRS = 7
const RESERVATIONS = 10_000
const TRACED_PAIRS = 5
const SECONDS = 2
const SCRAPE_MS = 1_000

/**
 * What watching costs: of the processor, for one reservation, in pairs that take turns. Not by the
 * clock: what else runs on a machine would be measured with it.
 */
export async function measure(say: (sentence: string) => void): Promise<Figure[]> {
  say(`${PAIRS} pairs with metrics and without`)
  const measured = await pairsOf(PAIRS, engineCpu)
  await using collector = await startCollector()
  await using bare = await startShopUnderLoad(1_000)
  await using traced = await startShopUnderLoad(1_000, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_TRACES_SAMPLER_ARG: '0.01',
  })
  say(`${TRACED_PAIRS} pairs with traces and without`)
  const drops = await Promise.all([dropOf(bare), dropOf(traced)])
  const traces = await pairsOf(TRACED_PAIRS, (isOn, pair) =>
    isOn ? requestCpu(traced, drops[1], `t${pair}-`) : requestCpu(bare, drops[0], `b${pair}-`),
  )
  return [
    figureOf('metrics, scraped each second: processor for a reservation, without HTTP', {
      ...{ pairs: measured, atMost: 1.03, tool: 'in process' },
    }),
    figureOf('traces at 1 %: processor of the shop for a reservation', {
      ...{ pairs: traces, atMost: 1.05, tool: 'wrk, 64 connections' },
    }),
  ]
}

type Pair = { readonly without: number; readonly with: number }

/** Who goes first takes turns too. The first pair warms up and does not count. */
async function pairsOf(
  count: number,
  cpuOf: (isOn: boolean, pair: number) => Promise<number>,
): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (let pair = 0; pair <= count; pair++) {
    const isOnFirst = pair % 2 === 1
    const first = await cpuOf(isOnFirst, pair)
    const second = await cpuOf(!isOnFirst, pair)
    pairs.push(isOnFirst ? { with: first, without: second } : { with: second, without: first })
  }
  return pairs.slice(1)
}

function figureOf(
  title: string,
  { pairs, atMost, tool }: { pairs: readonly Pair[]; atMost: number; tool: string },
): Figure {
  const value = median(pairs.map(pair => pair.with / pair.without))
  return {
    ...{ name: title, value: Number(value.toFixed(3)), unit: '× without', goal: `≤ ${atMost}` },
    ...{ reached: value <= atMost, tool },
    detail: { pairs },
  }
}

/** Microseconds of a reservation. */
async function engineCpu(isOn: boolean): Promise<number> {
  if (!isOn) return microseconds(await reserveMany({ count: RESERVATIONS }))
  const metrics = openMetrics({ ofProcess: true })
  const scraping = setInterval(() => void metrics.text(), SCRAPE_MS)
  try {
    return microseconds(await reserveMany({ count: RESERVATIONS, metrics }))
  } finally {
    clearInterval(scraping)
  }
}

const microseconds = ({ cpuSeconds }: { readonly cpuSeconds: number }): number =>
  (cpuSeconds / RESERVATIONS) * 1_000_000

const dropOf = ({ shop }: ShopUnderLoad) =>
  shop.makeDrop({ units: 10_000_000, limitPerMember: 1_000_000 })

async function requestCpu(
  { shop, tokens }: ShopUnderLoad,
  { dropId }: { readonly dropId: string },
  prefix: string,
): Promise<number> {
  const before = await cpuSecondsOf(shop.privateUrl)
  const path = `/api/drops/${dropId}/reservations`
  const told = [tokens, path, prefix]
  const run = await load({ url: shop.url, script: 'reserve', told, seconds: SECONDS })
  const spent = (await cpuSecondsOf(shop.privateUrl)) - before
  return (spent / (run.perSecond * run.seconds)) * 1_000_000
}

async function cpuSecondsOf(privateUrl: string): Promise<number> {
  const text = await (await fetch(`${privateUrl}/metrics`)).text()
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1])
}
