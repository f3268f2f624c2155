import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Locator, Response } from 'playwright-core'
import { eventually } from '#tests/shop/eventually.ts'
import { openPlace } from './a-place.ts'
import { aShopper, PATIENCE_MS, type ShopperOptions } from './a-shopper.ts'
import { axeOf } from './axe-of.ts'

/** What the first load of the drop page may weigh, gzipped. */
const MOST_SCRIPT_BYTES = 120_000

suite('The public pages of the shop', async () => {
  const place = await openPlace()
  const { shop, browser } = place
  const shirt = await shop.makeProduct({
    kind: 'regular',
    skus: [
      { options: { size: 'M' }, units: 3 },
      { options: { size: 'L' }, units: 0 },
    ],
  })

  test('the first load of the drop page is light', async () => {
    const drop = await shop.makeDrop({ opensInMs: 600_000 })
    await using shopper = await aShopper(place)
    const scripts: Response[] = []
    shopper.page.on('response', answer => {
      if (answer.request().resourceType() === 'script') scripts.push(answer)
    })
    await shopper.go(`/drops/${drop.dropId}`)
    await shopper.page.locator('[data-scene=before]').waitFor()
    const weights = await Promise.all(scripts.map(answer => gzippedBytes(answer.url())))
    const all = weights.reduce((sum, bytes) => sum + bytes, 0)
    assert.ok(scripts.length > 0 && all <= MOST_SCRIPT_BYTES, `${all} bytes of script`)
  })

  const thereAre = (what: Locator, count: number) =>
    eventually(`${count} of them`, async () => (await what.count()) === count, PATIENCE_MS)

  async function gzippedBytes(url: string): Promise<number> {
    const { headers } = await fetch(url, {
      method: 'HEAD',
      headers: { 'accept-encoding': 'gzip' },
    })
    return Number(headers.get('content-length'))
  }

  const looks: readonly ShopperOptions[] = [
    { language: 'ko', scheme: 'light', width: 375 },
    { language: 'en', scheme: 'dark', width: 1_440 },
    { language: 'ko', scheme: 'dark', width: 768 },
  ]

  test('axe finds nothing on any of them, and none breaks the content policy or logs an error', async () => {
    const upcoming = await shop.makeDrop({ opensInMs: 600_000 })
    const open = await shop.makeDrop()
    const soldOut = await shop.makeDrop({ units: 1 })
    const held = await shop.makeDrop()
    const member = await shop.signUp()
    await shop.reserve(await shop.signUp(), soldOut)
    await shop.reserve(member, held)
    await shop.settled()
    const drops = [upcoming, open, soldOut, held].map(({ dropId }) => `/drops/${dropId}`)
    const paths = ['/', '/products', '/products?q=없는것', `/products/${shirt.productId}`, '/lost']
    for (const look of looks) {
      await using shopper = await aShopper(place, { ...look, as: member })
      for (const path of [...paths, ...drops]) {
        await shopper.go(path)
        await shopper.page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' })
        await thereAre(shopper.page.locator('.animate-pulse'), 0)
        assert.deepEqual(await axeOf(shopper.page), [], `${path} ${JSON.stringify(look)}`)
        const width = await shopper.page.evaluate<number>('document.documentElement.scrollWidth')
        assert.ok(width <= (look.width ?? 0), `${path} is ${width} px wide`)
      }
      const lang = await shopper.page.evaluate('document.documentElement.lang')
      assert.equal(lang, look.language)
      shopper.sawNoFault()
    }
  })

  test('the catalogue is searched as one types, and its address says what it shows', async () => {
    await shop.makeProduct({ kind: 'regular' })
    await using shopper = await aShopper(place)
    const { page } = shopper
    await shopper.go('/products')
    const found = page.locator('main li h3')
    await found.nth(1).waitFor()
    await page.getByRole('searchbox').pressSequentially(shirt.title)
    await thereAre(found, 1)
    assert.equal(await found.first().innerText(), shirt.title)
    await page.waitForURL(url => url.searchParams.get('q') === shirt.title)
    await found.first().click()
    await page.getByRole('heading', { level: 1, name: shirt.title }).waitFor()
    await page.goBack()
    await thereAre(found, 1)
    assert.equal(await page.getByRole('searchbox').inputValue(), shirt.title)
    shopper.sawNoFault()
  })

  test('a price is looked for as it is written, in the currency that its field names', async () => {
    const inDollars = await shop.makeProduct({ kind: 'regular', price: 9_950, currency: 'USD' })
    await using shopper = await aShopper(place, { language: 'en' })
    const { page } = shopper
    await shopper.go('/products')
    await page.getByText('Filters').click()
    await page.getByLabel('Price from (KRW)').waitFor()
    await page.getByLabel('Currency').selectOption('USD')
    await page.getByLabel('Price from (USD)').fill('50')
    await page.getByLabel('Price to (USD)').fill('$99.50')
    const found = page.locator('main li h3')
    await thereAre(found, 1)
    assert.equal(await found.first().innerText(), inDollars.title)
    await page.waitForURL(url => url.searchParams.get('maxPrice') === '9950')
    await page.reload()
    await thereAre(found, 1)
    assert.equal(await page.getByLabel('Price from (USD)').inputValue(), '50.00')
    await page.getByLabel('Price from (USD)').fill('cheap')
    await page.getByLabel('Price to (USD)').click()
    await page.getByText('Write a price like 129.00.').waitFor()
    await page.waitForURL(url => !url.searchParams.has('minPrice'))
    await page.getByRole('button', { name: 'Clear all' }).click()
    await found.nth(1).waitFor()
    assert.equal(await page.getByLabel('Price from (KRW)').inputValue(), '')
    shopper.sawNoFault()
  })

  test('a product says what is left as others buy, and what is gone can be asked for', async () => {
    const member = await shop.signUp()
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    await shopper.go(`/products/${shirt.productId}`)
    await page.getByText('3 left').waitFor()
    const [{ skuId = '' } = {}] = shirt.skus
    await shop.placeOrder(await shop.signUp(), [{ skuId, quantity: 1 }])
    await page.getByText('2 left').waitFor()
    await page.getByRole('button', { name: 'Put into the cart' }).click()
    await page.getByText('It is in your cart.').waitFor()
    await page.getByRole('button', { name: 'Like' }).click()
    await page.getByRole('button', { name: '1 like', pressed: true }).waitFor()
    await page.getByText('L', { exact: true }).click()
    await page.getByRole('button', { name: 'Tell me when it is back' }).click()
    await page.getByText('We will write when it is back.').waitFor()
    const cart = await shop.call('GET /api/cart', { as: member })
    assert.match(cart.text, new RegExp(skuId))
    shopper.sawNoFault()
  })

  test('the language and the colours are chosen in the footer, and stay', async () => {
    await using shopper = await aShopper(place)
    const { page } = shopper
    await shopper.go('/products')
    await page.getByRole('heading', { name: '상품' }).waitFor()
    await page.getByRole('combobox', { name: '언어' }).selectOption('en')
    await page.getByRole('heading', { name: 'Products' }).waitFor()
    await page.getByRole('combobox', { name: 'Colours' }).selectOption('dark')
    await page.reload()
    await page.getByRole('heading', { name: 'Products' }).waitFor()
    const seen = await page.evaluate<readonly string[]>(
      '[document.documentElement.lang, document.documentElement.dataset.scheme]',
    )
    assert.deepEqual(seen, ['en', 'dark'])
    shopper.sawNoFault()
  })

  test('speaks as the browser asks, and to a member as the profile says', async () => {
    const context = await browser.newContext({ baseURL: shop.url, locale: 'fr-FR' })
    const page = await context.newPage()
    await page.goto('/products')
    await page.getByRole('heading', { name: 'Products' }).waitFor({ timeout: PATIENCE_MS })
    const { email, password } = await shop.signUp()
    await page.goto('/login')
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password').first().fill(password)
    await page.keyboard.press('Enter')
    await page.locator('html[lang=ko]').waitFor({ timeout: PATIENCE_MS })
    await context.close()
  })

  test('a page whose code cannot be had says so, and the way to the others is open', async () => {
    await using shopper = await aShopper(place, { language: 'en' })
    const { page } = shopper
    await page.route('**/static/products-page*', route => route.abort())
    await shopper.go('/products')
    await page.getByRole('heading', { name: 'We could not draw this page' }).waitFor()
    await page.getByRole('link', { name: 'Firstcome' }).click()
    await page.getByRole('heading', { name: 'To be had any time' }).waitFor()
  })

  test('one that could not be had without a network goes on by itself when that is back', async () => {
    await using shopper = await aShopper(place, { language: 'en' })
    const { page, context } = shopper
    await shopper.go('/')
    await context.setOffline(true)
    await page.getByRole('link', { name: 'Find products' }).click()
    await page.getByRole('heading', { name: 'We could not draw this page' }).waitFor()
    await page.getByRole('main').getByText('We go on as soon as you are back').waitFor()
    await context.setOffline(false)
    await page.getByRole('heading', { name: 'Products' }).waitFor()
  })

  test('the start shows what is open and goes on to what opens next', async () => {
    await using shopper = await aShopper(place, { language: 'en' })
    await shop.makeDrop({ units: 7 })
    await shopper.go('/')
    await shopper.page.getByText('Open now').first().waitFor()
    await shopper.page.getByRole('link', { name: 'See the drop' }).click()
    await shopper.page.locator('[data-scene=ready]').waitFor()
    shopper.sawNoFault()
  })

  test('of many drops the start shows some, and all to who wants to see more', async () => {
    for (let made = 0; made < 8; made++) await shop.makeDrop({ opensInMs: 600_000 })
    const { title } = await shop.makeDrop({ opensInMs: 900_000 })
    await using shopper = await aShopper(place, { language: 'en' })
    const { page } = shopper
    await shopper.go('/')
    await page.getByRole('heading', { name: 'Other drops' }).waitFor()
    assert.equal(await page.getByRole('link', { name: title }).count(), 0)
    await page.getByRole('button', { name: 'Show more' }).click()
    await page.getByRole('link', { name: title }).waitFor()
    await page.locator('h2:focus', { hasText: 'Other drops' }).waitFor()
    shopper.sawNoFault()
  })
})
