import type { ConsoleMessage, Page } from 'playwright-core'

/** A refusal is an answer, and a network that is gone is what a test may be about. */
const NO_FAULT =
  /status of (401|403|404|409|410|422|429|503)|net::ERR_(INTERNET_DISCONNECTED|FAILED|ABORTED|NETWORK)/

/** Tells of whatever a page should never do: break, log an error, or break the content policy. */
export function faultsOfPage(page: Page, tell: (fault: string) => void): void {
  page.on('pageerror', error => tell(`${page.url()} broke: ${error.message}`))
  page.on('console', message => {
    if (isFault(message)) tell(`${page.url()} said: ${message.text()}`)
  })
}

function isFault(message: ConsoleMessage): boolean {
  if (message.text().includes('Content Security Policy')) return true
  return message.type() === 'error' && !NO_FAULT.test(message.text())
}
