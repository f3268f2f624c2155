import { after } from 'node:test'
import { openBrowser, type TestBrowser } from './a-browser.ts'
import { openWebShop, type WebShop } from './a-web-shop.ts'

/** Where people look at pages. */
type Place = {
  readonly shop: WebShop
  readonly browser: TestBrowser
  readonly url: string
}

/** A whole shop and a browser, for all tests of the suite that asks for them; they end with it. */
export async function openPlace(environment: Record<string, string> = {}): Promise<Place> {
  await using opened = new AsyncDisposableStack()
  const shop = opened.use(await openWebShop(environment))
  const browser = opened.use(await openBrowser())
  const all = opened.move()
  after(() => all.disposeAsync())
  return { shop, browser, url: shop.url }
}
