import type { Locator, Page } from 'playwright-core'

/** The checkout and the order as one sees them in Korean: by their words. */
export const checkoutOf = (page: Page) => ({
  pay: page.getByRole('button', { name: /결제하기$/ }),
  paid: page.getByRole('heading', { name: '내 것이 됐어요' }),
  declined: page.getByText('결제가 거절됐어요'),
  pending: page.getByRole('heading', { name: '은행의 대답을 기다리고 있어요' }),
  over: page.getByRole('heading', { name: '잡아 둔 시간이 끝났어요' }),

  /** What the simulator makes of the next payment. */
  async takeTestCard(name: string): Promise<void> {
    const summary = page.getByText(/^시험 결제/)
    const card: Locator = page.getByRole('radio', { name, exact: true })
    await summary.waitFor()
    if (!(await card.isVisible())) await summary.click()
    await card.check()
  },
})

/** Fills the fields of a form by their labels. */
export async function fillIn(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(values)) {
    await page.getByLabel(label, { exact: true }).fill(value)
  }
}
