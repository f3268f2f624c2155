import assert from 'node:assert/strict'
import type { BrowserContext, Page } from 'playwright-core'
import type { Buyer } from '#tests/shop/shopping.ts'
import type { TestBrowser } from './a-browser.ts'
import { faultsOfPage } from './page-faults.ts'

/** Somebody with a phone of their own, who looks at pages of the shop. */
export type Shopper = AsyncDisposable & {
  readonly context: BrowserContext
  readonly page: Page
  /** Another tab of the same browser. */
  newTab(path: string): Promise<Page>
  go(path: string): Promise<void>
  /**
   * Fails where a page broke, logged an error, wanted what the content policy forbids, or asked for
   * what was refused; but for the refusals that the test is about: `404 GET /api/drops/:id`.
   */
  sawNoFault(but?: { readonly refused: readonly string[] }): void
}

export type ShopperOptions = {
  readonly language?: 'ko' | 'en'
  readonly scheme?: 'light' | 'dark'
  readonly width?: number
  readonly timeZone?: string
  /** Logged in from the beginning, in a session of this browser's own. */
  readonly as?: Buyer
  /** How wrong the clock of the phone is. */
  readonly clockOffMs?: number
}

/** Generous: the machine may be slow, and what is waited for comes at once on a good one. */
export const PATIENCE_MS = 60_000

export async function aShopper(
  { browser, url }: { readonly browser: TestBrowser; readonly url: string },
  { language = 'ko', scheme = 'light', timeZone = 'Asia/Seoul', ...rest }: ShopperOptions = {},
): Promise<Shopper> {
  const { width = 375, as, clockOffMs = 0 } = rest
  // As the switch in the footer leaves it, and the login page: a mark that there is a session, whose
  // cookie no script sees.
  const localStorage = [
    { name: 'language', value: language },
    ...(as === undefined ? [] : [{ name: 'session', value: '1' }]),
  ]
  const context = await browser.newContext({
    baseURL: url,
    storageState: { cookies: [], origins: [{ origin: url, localStorage }] },
    viewport: { width, height: 812 },
    locale: language === 'ko' ? 'ko-KR' : 'en-GB',
    timezoneId: timeZone,
    colorScheme: scheme,
  })
  context.setDefaultTimeout(PATIENCE_MS)
  if (as !== undefined) await logIn(context, as)
  if (clockOffMs !== 0) await context.addInitScript(setClockOff, clockOffMs)
  const faults: string[] = []
  context.on('page', page => faultsOfPage(page, fault => faults.push(fault)))
  const page = await context.newPage()

  async function open(tab: Page, path: string): Promise<void> {
    await tab.goto(path)
    await tab.locator('main').waitFor()
  }

  return {
    context,
    page,
    go: path => open(page, path),
    async newTab(path) {
      const tab = await context.newPage()
      await open(tab, path)
      return tab
    },
    sawNoFault: ({ refused } = { refused: [] }) =>
      assert.deepEqual(
        faults.filter(fault => !refused.includes(fault)),
        [],
      ),
    [Symbol.asyncDispose]: () => context.close(),
  }
}

/** The cookie comes from the shop. */
async function logIn(context: BrowserContext, { email, password }: Buyer): Promise<void> {
  const answer = await context.request.post('/api/sessions', {
    data: { email, password, tokens: 'cookie' },
  })
  assert.equal(answer.status(), 201)
}

/** The device's own clock goes wrong; `performance.now()` counts on, as on a real one. */
function setClockOff(offMs: number): void {
  const RealDate = Date
  const now = () => RealDate.now() + offMs
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, values) =>
      values.length === 0 ? new target(now()) : Reflect.construct(target, values),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  })
}
