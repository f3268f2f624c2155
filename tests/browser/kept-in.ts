import type { Page } from 'playwright-core'

/** All that a page has put into the browser, what it may read there, and its address: as one text. */
export const keptIn = (page: Page): Promise<string> =>
  page.evaluate<string>(
    'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])',
  )
