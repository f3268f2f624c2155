import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { expectAnswer } from '#tests/shop/http-client.ts'
import { aBuyer, aMerchant } from './a-merchant.ts'
import { openPlace } from './a-place.ts'
import { aShopper } from './a-shopper.ts'
import { fillIn } from './checkout-by-words.ts'
import { consoleWordsOf } from './console-words-of.ts'
import { LANGUAGES } from './words-of.ts'

/** As it is pasted, and what shoppers see of it. */
const prices = {
  ko: { typed: '420,000원', currency: 'KRW', shown: '₩420,000' },
  en: { typed: '$420.50', currency: 'USD', shown: '$420.50' },
} as const

suite('The day of a drop', async () => {
  const place = await openPlace()
  const { shop } = place
  const merchant = await aMerchant(shop)

  for (const language of LANGUAGES) {
    test(`a product is made with its picture, a drop of it is planned, and its numbers move on the board: ${language}`, async () => {
      const { all, goods, drops, board } = consoleWordsOf(language)
      const price = prices[language]
      await using staff = await aShopper(place, { as: merchant, width: 1_440, language })
      const { page } = staff
      const see = (text: string) => page.getByText(text).first().waitFor()
      const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
      const panel = (name: string) => page.getByRole('region', { name, exact: true })
      const title = `달항아리 ${randomUUID().slice(0, 8)}`

      await staff.go('/console/products/new')
      await press(goods('create'))
      await see(goods('noTitle'))
      await fillIn(page, {
        [goods('title')]: title,
        [goods('price')]: price.typed,
        [goods('unitsOf', { row: 1 })]: '5',
      })
      await page.getByLabel(all('currency')).selectOption(price.currency)
      const files = page.getByLabel(goods('addPictures'))
      const aFile = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/png', buffer })
      await files.setInputFiles(aFile('notes.png', Buffer.from('no picture')))
      await see(goods('noPicture'))
      await press(goods('removeNumber', { place: 1 }))
      await files.setInputFiles(aFile('jar.png', await aPicture()))
      await see(goods('firstPicture'))
      await press(goods('create'))
      await page.getByRole('heading', { name: title, level: 1 }).waitFor()
      await page.getByRole('img', { name: goods('pictureNumber', { place: 1 }) }).waitFor()

      await page.getByRole('link', { name: goods('planDrop') }).click()
      const preview = panel(drops('preview'))
      await preview.getByRole('heading', { name: title }).waitFor()
      await preview.locator('img').waitFor()
      await preview.getByText(price.shown).waitFor()
      const units = page.getByLabel(drops('units'), { exact: true })
      await units.fill('50')
      await page.getByLabel(drops('opensAt')).fill(await thisMinute(page))
      await press(drops('planIt'))
      await see(drops('tooManyUnits'))
      await units.fill('3')
      await preview.getByText(drops('unitsAndLimit', { units: 3, limit: 1 })).waitFor()
      await press(drops('planIt'))
      await page.getByRole('link', { name: drops('board') }).click()

      const remaining = panel(board('remaining'))
      await remaining.getByText(all('open')).waitFor()
      // What is held and what is sold stand beside it, and may be as many.
      const left = (count: number) =>
        remaining.getByRole('paragraph').filter({ hasText: new RegExp(`^${count}$`) })
      await left(3).waitFor()
      // From here on nobody touches the page: it moves by itself.
      await page.evaluate('window.stillTheSame = true')
      const dropId = new URL(page.url()).pathname.split('/').at(-2) ?? ''
      assert.equal((await shop.readDrop(dropId)).price.currency, price.currency)
      const [first, second] = [await aBuyer(shop), await aBuyer(shop)]
      await shop.buy(first, { dropId })
      await shop.reserve(second, { dropId })
      expectAnswer(await shop.reserve(first, { dropId }), 409, 'limit_exceeded')
      await left(1).waitFor()
      await panel(board('requests')).getByText('3', { exact: true }).waitFor()
      await panel(board('paid')).getByText('1', { exact: true }).waitFor()
      await panel(board('refused')).getByText(board('limit_exceeded')).waitFor()
      const granted = page.getByRole('img', { name: board('grantedLabel', { count: 2 }) })
      await granted.locator('canvas').waitFor()
      await panel(board('holds')).getByText('1', { exact: true }).waitFor()
      assert.equal(await page.evaluate('window.stillTheSame'), true)
      staff.sawNoFault({ refused: ['422 POST /api/admin/images'] })
    })
  }
})

const aPicture = (): Promise<Buffer> =>
  sharp({ create: { width: 800, height: 800, channels: 3, background: '#d8d2c4' } })
    .png()
    .toBuffer()

/** As a field for day and time takes it, by the browser's clock. */
const thisMinute = (page: Page): Promise<string> =>
  page.evaluate<string>(
    `new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' })
      .format(Date.now()).replace(' ', 'T')`,
  )
