import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { findBrowser } from '#tests/engines/find-browser.ts'

export type TestBrowser = AsyncDisposable & {
  newContext(options?: Parameters<Browser['newContext']>[0]): Promise<BrowserContext>
}

/** Debian's Chromium without a window. Everything in it ends with it. */
export async function openBrowser(): Promise<TestBrowser> {
  const browser = await chromium.launch({
    executablePath: await findBrowser(),
    // As root, and where /dev/shm is small: in containers.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  })
  return {
    newContext: options => browser.newContext(options),
    [Symbol.asyncDispose]: () => browser.close(),
  }
}
