import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { LedgerEntry, Receipt } from '#contracts/ledger.ts'
import { checkLedger } from '#run/ledger/ledger-checks.ts'
import { readLedger } from '#run/ledger/read-ledger.ts'
import { keysOf } from '#run/rehearsal/jwks-keys.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import { openPlace } from './a-place.ts'
import { aShopper } from './a-shopper.ts'
import { LANGUAGES, wordsOf } from './words-of.ts'

suite('The page of a whole ledger', async () => {
  const place = await openPlace()
  const { shop } = place

  async function readEntries(dropId: string): Promise<readonly LedgerEntry[]> {
    const answer = await shop.call(`GET /api/drops/${dropId}/ledger`)
    return expectAnswer<{ items: LedgerEntry[] }>(answer, 200).items
  }

  /** One is sold, one hold runs out, and its unit goes to who waits. */
  async function aDropWithAPast() {
    const [late, buyer, waiting] = await Promise.all([shop.signUp(), shop.signUp(), shop.signUp()])
    // Time enough to pay on a slow machine: only one of the two holds shall run out.
    const drop = await shop.makeDrop({ units: 2, holdMs: 5_000 })
    expectAnswer(await shop.reserve(late, drop), 201)
    const { reserved } = await shop.buy(buyer, drop)
    const path = `PUT /api/drops/${drop.dropId}/waitlist` as const
    expectAnswer(await shop.call(path, { as: waiting, body: { quantity: 1 } }), 200)
    await eventually('a promotion', async () => {
      const entries = await readEntries(drop.dropId)
      return entries.some(({ kind }) => kind === 'offered')
    })
    return { drop, reserved }
  }

  const past = await aDropWithAPast()
  const { dropId } = past.drop

  for (const language of LANGUAGES) {
    test(`tells everybody that it is right, and gives it away: ${language}`, async () => {
      const { ledger: say, receipt: sayReceipt } = wordsOf(language)
      await using shopper = await aShopper(place, { language })
      const { page } = shopper
      await shopper.go(`/drops/${dropId}/why`)
      await page.getByRole('link', { name: sayReceipt('openLedger') }).click()
      await page.getByText(say('verified')).waitFor()
      for (const sentence of [
        say('entry_reserved', { position: 1, quantity: 1 }),
        say('entry_committed', { position: 2 }),
        say('entry_expired', { position: 1 }),
        say('entry_offered', { ticket: 1, position: 3, quantity: 1 }),
      ]) {
        await page.getByText(sentence).waitFor()
      }
      await page.getByText(say('right_line')).waitFor()
      await theFileIsProven(page, say('download'))
      await choose(page, past.reserved)
      const sentence = say('entry_reserved', { position: 2, quantity: 1 })
      await page.getByText(say('receipt_verified', { index: 2, sentence })).waitFor()
      shopper.sawNoFault()
    })
  }

  /** What the page gives is what the command takes. */
  async function theFileIsProven(page: Page, download: string): Promise<void> {
    const [given] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: download }).click(),
    ])
    const file = await given.path()
    const ledger = await readLedger(file)
    await rm(file)
    const jwks = await shop.call('GET /.well-known/jwks.json')
    const keys = keysOf(expectAnswer<Parameters<typeof keysOf>[0]>(jwks, 200))
    const { checks } = checkLedger(ledger.entries, ledger.head, dropId, keys)
    assert.deepEqual(
      checks.filter(({ fault }) => fault !== null),
      [],
    )
  }

  const choose = (page: Page, { receipt }: { readonly receipt: Receipt }) =>
    page.locator('input[type=file]').setInputFiles({
      ...{ name: 'receipt.json', mimeType: 'application/json' },
      buffer: Buffer.from(JSON.stringify(receipt)),
    })

  test('tells what is wrong with one that was tampered with, and leads to its line', async () => {
    const { ledger: say } = wordsOf('en')
    await using shopper = await aShopper(place, { language: 'en' })
    const { page } = shopper
    // One unit fewer was planned, says the shop now.
    await page.route('**/api/drops/*/ledger?*', async route => {
      const answer = await route.fetch()
      const { items, ...rest } = await answer.json()
      const [plan, ...others] = items
      await route.fulfill({ json: { ...rest, items: [{ ...plan, units: 1 }, ...others] } })
    })
    await shopper.go(`/drops/${dropId}/ledger`)
    await page.getByText(say('wrong')).waitFor()
    await page.getByText(say('wrong_root')).waitFor()
    const { index } = (await readEntries(dropId)).find(({ position }) => position === 2) ?? {}
    const fault = page.getByRole('listitem').filter({ hasText: say('fault_oversold') })
    await fault
      .first()
      .getByRole('link', { name: say('line', { index: index ?? -1 }) })
      .click()
    await page
      .locator('li:focus')
      .getByText(say('entry_reserved', { position: 2, quantity: 1 }))
      .waitFor()
    shopper.sawNoFault()
  })
})
