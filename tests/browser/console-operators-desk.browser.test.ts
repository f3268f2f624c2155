import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import { openPlace } from './a-place.ts'
import { aShopper, PATIENCE_MS, type ShopperOptions } from './a-shopper.ts'
import { axeOf } from './axe-of.ts'

const WIDTHS = [375, 768, 1_440]
const TOO_WIDE = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

/** What a finger does not meet: lower or narrower than WCAG 2.2 has it at least (2.5.8). */
const TOO_SMALL = `[...document.querySelectorAll('main a, main button, main select, main summary')]
  .map(target => [target.textContent, target.getBoundingClientRect()])
  .filter(([, { width, height }]) => width > 0 && (width < 24 || height < 24))
  .map(([text]) => text)`

suite('The desk of an operator', async () => {
  const place = await openPlace()
  const { shop } = place
  const admin = await shop.asAdmin()

  const press = (page: Page, name: string | RegExp) =>
    page.getByRole('button', { name, exact: true }).click()
  const dialog = (page: Page) => page.locator('dialog[open]')

  /** Puts something to the dead letters of orders: what nobody can read, unless it is told. */
  async function bury(number: number, subject: string, type = 'stock.reserved'): Promise<void> {
    const event = {
      ...{ id: `stock:${number}`, type, source: 'stock', subject, version: 1, timeMs: 1 },
      data: '{"strange":true}',
    }
    assert.ok(
      await shop.databases.orders?.events.buryOnce({ event, reason: 'nobody understood it' }),
    )
  }

  test('an admin makes a merchant, which the audit log tells; a merchant cannot', async () => {
    const member = await shop.signUp()
    await using staff = await aShopper(place, { as: admin, width: 1_440, language: 'en' })
    const { page } = staff
    await staff.go('/console/members')
    await page.getByRole('textbox', { name: /^Whole e-mail/ }).fill(member.email)
    await page.keyboard.press('Enter')
    await page.getByText('1 row, that is all').waitFor()
    assert.equal(page.url().includes('@'), false)
    await page.getByRole('link', { name: '김선착' }).click()
    await page.getByRole('checkbox', { name: /^Merchant/ }).check()
    await press(page, 'Change roles')
    await dialog(page).getByText('From now on 김선착 is: Member, Merchant.').waitFor()
    await dialog(page)
      .getByLabel(/^To confirm/)
      .fill('김선착')
    await dialog(page).getByRole('button', { name: 'Change roles' }).click()
    await dialog(page).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'What was done about them' }).click()
    await page.getByRole('row', { name: /Changed roles Admin .*Member, Merchant/ }).waitFor()
    await page.getByLabel('Act', { exact: true }).selectOption('plan_drop')
    await page.getByText('Nothing like that was done.').waitFor()
    assert.match(page.url(), /subjectId=.*act=plan_drop/)
    await press(page, 'Whatever it was about')
    await page.waitForURL(url => !url.search.includes('subjectId'))
    staff.sawNoFault()

    const merchant = await shop.logIn(member.email, member.password)
    await using other = await aShopper(place, { as: merchant, width: 1_440, language: 'en' })
    await other.go(`/console/members/${admin.memberId}`)
    await other.page.getByText('Only an admin can change roles.').waitFor()
    assert.equal(await other.page.getByRole('checkbox', { name: /^Merchant/ }).isDisabled(), true)
    other.sawNoFault()
  })

  test('a dead letter is applied again, and another is taken away by who writes its number', async () => {
    await bury(900_001, 'a')
    await bury(900_002, 'a')
    // Orders has no use for such a one, and so takes it without ado.
    await bury(900_003, 'b', 'stock.admired')
    await using staff = await aShopper(place, { as: admin, width: 1_440, language: 'en' })
    const { page } = staff
    await staff.go('/console/')
    await page.getByRole('link', { name: /^Dead letters 3/ }).click()
    const letters = page.getByRole('listitem').filter({ has: page.getByRole('heading') })
    await letters.nth(2).waitFor()
    const [first, second, harmless] = [letters.nth(0), letters.nth(1), letters.nth(2)]
    await second.getByText(/^Waits behind orders:/).waitFor()
    assert.equal(await second.getByRole('button', { name: /^Redrive/ }).isDisabled(), true)
    await first.getByRole('button', { name: /^Redrive/ }).click()
    await first.getByText(/^0 were applied, then it stopped again/).waitFor()
    await harmless.getByRole('button', { name: /^Redrive/ }).click()
    await harmless.waitFor({ state: 'detached' })
    const [, id = ''] = (await first.getByRole('heading').innerText()).split(' ')
    await first.getByRole('button', { name: `Remove ${id}` }).click()
    await dialog(page).getByText('Those behind it stay (letters: 1)').waitFor()
    await dialog(page)
      .getByLabel(/^To confirm/)
      .fill(id)
    await dialog(page).getByRole('button', { name: 'Remove without applying' }).click()
    await second.waitFor({ state: 'detached' })
    await first.getByRole('button', { name: /^Redrive/ }).waitFor()
    staff.sawNoFault()
  })

  test('a category is added below another, moved, and removed only while nothing is in it', async () => {
    await using staff = await aShopper(place, { as: admin, width: 1_440, language: 'en' })
    const { page } = staff
    await staff.go('/console/categories')
    const add = async (name: string, under: string) => {
      await page.getByLabel('New category').fill(name)
      await page.getByLabel('Under').first().selectOption({ label: under })
      await press(page, 'Add')
      await page.getByRole('button', { name: `Change ${name}` }).waitFor()
    }
    await add('Home', 'At the top')
    await add('Desk', 'Home')
    await press(page, 'Remove Home')
    await dialog(page).getByRole('button', { name: 'Remove' }).click()
    await dialog(page).getByText('It still has products or categories in it.').waitFor()
    await press(page, 'Never mind')
    await press(page, 'Change Desk')
    await dialog(page).getByLabel('Under').selectOption({ label: 'At the top' })
    await dialog(page).getByRole('button', { name: 'Change' }).click()
    await dialog(page).waitFor({ state: 'detached' })
    await press(page, 'Remove Home')
    await dialog(page).getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('button', { name: 'Change Home' }).waitFor({ state: 'detached' })

    // Somebody else takes away what this page still offers.
    const known = expectAnswer<{ items: { categoryId: string; name: string }[] }>(
      await shop.call('GET /api/categories'),
      200,
    )
    const desk = known.items.find(({ name }) => name === 'Desk')?.categoryId
    await shop.call(`DELETE /api/admin/categories/${desk}`, { as: admin })
    await page.getByLabel('New category').fill('Lamp')
    await page.getByLabel('Under').first().selectOption({ label: 'Desk' })
    await press(page, 'Add')
    await page.getByText(/does not take this: Under \(There is no such category/).waitFor()
    staff.sawNoFault({
      refused: ['409 DELETE /api/admin/categories/:id', '422 POST /api/admin/categories'],
    })
  })

  test('a rehearsal is started at the desk, and tells how far it is', async () => {
    await using staff = await aShopper(place, { as: admin, width: 1_440, language: 'en' })
    const { page } = staff
    await staff.go('/console/rehearsals')
    await page.getByText('The gateway that you have reached has rehearsed nothing yet.').waitFor()
    await page.getByLabel('Simulated buyers').fill('20')
    await press(page, 'Start')
    await page.getByText(/ of 20 buyers$/).waitFor()
    staff.sawNoFault()
  })

  /** Gives the shop something for every page to show. */
  async function paths(): Promise<readonly string[]> {
    const drop = await shop.makeDrop()
    const next = await shop.makeDrop({ opensInMs: 3_600_000 })
    const buyer = await shop.signUp()
    const { reserved } = await shop.buy(buyer, drop)
    await shop.reserve(await shop.signUp(), drop)
    const answer = await shop.call('GET /api/admin/services', { as: admin })
    expectAnswer(answer, 200)
    return [
      ...['/', '/drops', '/drops/new', `/drops/${drop.dropId}`, `/drops/${drop.dropId}/board`],
      ...[`/drops/${next.dropId}/board`, '/orders', `/orders/${reserved.orderId}`, '/shipping'],
      ...['/products', '/products/new', `/products/${drop.productId}`, '/categories', '/members'],
      ...[`/members/${buyer.memberId}`, '/audit', '/dead-letters', '/services'],
      ...['/reconciliation', '/rehearsals', '/nowhere', '/orders?state=returned'],
    ]
  }

  const looks: readonly ShopperOptions[] = [
    { language: 'ko', scheme: 'light', width: 1_440 },
    { language: 'en', scheme: 'dark', width: 768 },
  ]

  test('axe finds nothing on any page, nothing is cut off, and no page breaks the content policy', async () => {
    const all = await paths()
    for (const look of looks) {
      await using visitor = await aShopper(place, look)
      await visitor.go('/console/')
      assert.deepEqual(await axeOf(visitor.page), [], 'the login')
      await using staff = await aShopper(place, { ...look, as: admin })
      for (const path of all) {
        await staff.go(`/console${path}`)
        await staff.page.getByRole('heading', { level: 1 }).waitFor()
        await eventually(
          `all of ${path}`,
          async () => (await staff.page.locator('.animate-pulse').count()) === 0,
          PATIENCE_MS,
        )
        assert.deepEqual(await axeOf(staff.page), [], `${path} ${JSON.stringify(look)}`)
        // English words are the longer ones.
        if (look.language === 'ko') continue
        for (const width of WIDTHS) {
          await staff.page.setViewportSize({ width, height: 900 })
          assert.equal(await staff.page.evaluate(TOO_WIDE), 0, `${path} at ${width}`)
          assert.deepEqual(await staff.page.evaluate(TOO_SMALL), [], `${path} at ${width}`)
        }
        await staff.page.setViewportSize({ width: look.width ?? 0, height: 900 })
      }
      staff.sawNoFault()
    }
  })
})
