import type { Page } from 'playwright-core'

/** In the page: keeps what a screen reader would say by itself, in the order of saying it. */
const LISTEN = `
  window.heard = []
  const told = new WeakMap()
  const wordsOf = element => element.innerText.trim().replace(/\\s+/g, ' ')
  addEventListener('focusin', ({ target }) => {
    if (target.matches('h1, h2, h3')) heard.push('heading: ' + wordsOf(target))
  })
  new MutationObserver(() => {
    for (const region of document.querySelectorAll('[role=status], [role=alert], [aria-live]')) {
      const words = wordsOf(region)
      if (words !== (told.get(region) ?? '') && words !== '') heard.push('status: ' + words)
      told.set(region, words)
    }
  }).observe(document, { childList: true, subtree: true, characterData: true })
`

/** Before the page is opened. */
export const listen = (page: Page) => page.addInitScript(LISTEN)

/**
 * What was said since it was last asked for: each live region that changed, and each heading that
 * the focus was led to.
 */
export const heardOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate<readonly string[]>('heard.splice(0)')
