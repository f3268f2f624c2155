import type { ConsoleMessage, Page, Response } from 'playwright-core'

/** What a network that is gone makes of a request: a test may be about that. */
const NO_NETWORK = /net::ERR_(INTERNET_DISCONNECTED|FAILED|ABORTED|NETWORK)/

/** The browser's own words for a refusal, which is told with its address besides. */
const REFUSAL = /^Failed to load resource: the server responded with a status of/

/**
 * Tells of whatever a page should never do: break, log an error, break the content policy, or ask
 * for what is refused, as `404 GET /api/drops/:id`.
 */
export function faultsOfPage(page: Page, tell: (fault: string) => void): void {
  page.on('pageerror', error => tell(`${page.url()} broke: ${error.message}`))
  page.on('console', message => {
    if (isFault(message)) tell(`${page.url()} said: ${message.text()}`)
  })
  page.on('response', response => {
    if (response.status() >= 400) tell(refusalIn(response))
  })
}

function isFault(message: ConsoleMessage): boolean {
  const text = message.text()
  if (text.includes('Content Security Policy')) return true
  return message.type() === 'error' && !NO_NETWORK.test(text) && !REFUSAL.test(text)
}

const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

function refusalIn(response: Response): string {
  const { pathname } = new URL(response.url())
  return `${response.status()} ${response.request().method()} ${pathname.replace(ID, ':id')}`
}
