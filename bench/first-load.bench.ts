import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { buildWeb } from '#run/build-web.ts'
import { openBrowser } from '#tests/browser/a-browser.ts'
import { startChildShop } from '#tests/shop/a-child-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import type { Figure } from './figure.ts'
import { median } from './load.ts'

export const name = 'first-load'

/** Lighthouse's phone: slow 4G, and a processor four times slower than this one. */
const SLOW_4G = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1_024 * 1_024) / 8,
  uploadThroughput: (750 * 1_024) / 8,
}
const CPU_SLOWDOWN = 4

/** Before the page: keeps what the browser says of its paints and of what moved. */
const WATCH = `
  window.seen = { paintMs: 0, shift: 0 }
  const watch = (type, tell) => new PerformanceObserver(list => list.getEntries().forEach(tell))
    .observe({ type, buffered: true })
  watch('largest-contentful-paint', ({ startTime }) => { seen.paintMs = startTime })
  watch('layout-shift', ({ value, hadRecentInput }) => { if (!hadRecentInput) seen.shift += value })
`

type Seen = { readonly paintMs: number; readonly shift: number; readonly scriptBytes: number }

/** What a phone that has never been here before waits for on the page of a drop. */
export async function measure(say: (sentence: string) => void): Promise<Figure[]> {
  await buildWeb()
  await using shop = await startChildShop({ environment: { DEMO: '1' } })
  say('waiting for the sample shop and its pictures')
  const path = await eventually('a drop with a picture', () => dropWithPicture(shop.call), 120_000)
  await using browser = await openBrowser()
  const rounds: Seen[] = []
  for (let round = 1; round <= 5; round++) {
    say(`round ${round} of 5`)
    const context = await browser.newContext({
      viewport: { width: 375, height: 812 },
      deviceScaleFactor: 2,
      locale: 'ko-KR',
    })
    rounds.push(await firstLoad(await context.newPage(), shop.url + path))
    await context.close()
  }
  const [paintMs, shift, bytes] = (['paintMs', 'shift', 'scriptBytes'] as const).map(key =>
    median(rounds.map(round => round[key])),
  ) as [number, number, number]
  const tool = 'Chromium, slow 4G, processor ÷ 4, median of five'
  const figure = (about: string, value: number, unit: string, goal: number): Figure => ({
    name: `first load of the drop page: ${about}`,
    value,
    unit,
    goal: `≤ ${goal}`,
    reached: value <= goal,
    tool,
    detail: { rounds },
  })
  return [
    figure('script, gzip', Number((bytes / 1e3).toFixed(1)), 'kB', 120),
    figure('largest contentful paint', Number((paintMs / 1e3).toFixed(2)), 's', 2.5),
    figure('layout shift', Number(shift.toFixed(4)), 'CLS', 0.05),
  ]
}

type Call = Awaited<ReturnType<typeof startChildShop>>['call']

async function dropWithPicture(call: Call): Promise<string | null> {
  const { body } = await call('GET /api/products?kind=drop&limit=100')
  const { items } = body as { items: { images: string[]; drop?: { dropId: string } }[] }
  const found = items.find(({ images, drop }) => images.length > 0 && drop !== undefined)
  return found?.drop === undefined ? null : `/drops/${found.drop.dropId}`
}

/** Letters of our own come last: nothing moves after them. */
const SETTLED_MS = 4_000

async function firstLoad(page: Page, url: string): Promise<Seen> {
  const network = await page.context().newCDPSession(page)
  await network.send('Network.enable')
  await network.send('Network.emulateNetworkConditions', SLOW_4G)
  await network.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN })
  await page.addInitScript(WATCH)
  const scripts: string[] = []
  page.on('response', answer => {
    if (answer.request().resourceType() === 'script') scripts.push(answer.url())
  })
  await page.goto(url)
  await page.locator('[data-scene]').waitFor()
  await setTimeout(SETTLED_MS)
  const seen = await page.evaluate<Omit<Seen, 'scriptBytes'>>('seen')
  const sizes = await Promise.all(scripts.map(gzippedBytes))
  return { ...seen, scriptBytes: sizes.reduce((sum, bytes) => sum + bytes, 0) }
}

async function gzippedBytes(url: string): Promise<number> {
  const headers = { 'accept-encoding': 'gzip' }
  const answer = await fetch(url, { method: 'HEAD', headers })
  return Number(answer.headers.get('content-length'))
}
