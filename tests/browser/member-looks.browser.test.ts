import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { expectAnswer } from '#tests/shop/http-client.ts'
import { openPlace } from './a-place.ts'
import { aShopper, type ShopperOptions } from './a-shopper.ts'
import { axeOf } from './axe-of.ts'

const WIDTHS = [375, 768, 1_440]
const TOO_WIDE = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

type Look = Required<Pick<ShopperOptions, 'language' | 'scheme' | 'width'>>

const looks: readonly Look[] = [
  { language: 'ko', scheme: 'light', width: 375 },
  { language: 'en', scheme: 'dark', width: 1_440 },
]

suite('The pages of a member, as they are seen and as they are read out', async () => {
  const place = await openPlace()
  const { shop } = place
  const member = await shop.signUp()
  const paths = {
    visitors: ['/login', '/signup', '/verify', '/reset-password'],
    members: await stock(),
  }

  /** Gives the member something on every page. */
  async function stock(): Promise<readonly string[]> {
    const as = member
    const address = { recipient: '김민지', phone: '010-1234-5678', postalCode: '04524', line1: '1' }
    await shop.call('POST /api/members/me/addresses', { as, body: address })
    const { skus } = await shop.makeProduct({ kind: 'regular' })
    const body = { quantity: 1 }
    await shop.call(`PUT /api/cart/items/${skus[0]?.skuId}`, { as, body })
    await shop.call(`PUT /api/wishlist/${skus[0]?.skuId}`, { as, body })
    const held = await shop.reserve(as, await shop.makeDrop())
    const { orderId } = expectAnswer<{ orderId: string }>(held, 201)
    const { reserved } = await shop.buy(as, await shop.makeDrop({ units: 1 }))
    return [
      ...['/cart', '/wishlist', '/orders', '/account', '/account/addresses'],
      ...['/account/security', '/account/data', `/checkout/${orderId}`],
      ...[`/checkout/${reserved.orderId}`, `/orders/${reserved.orderId}`],
      ...[`/receipts/${reserved.reservationId}`, `/drops/${reserved.dropId}/why`],
      `/drops/${reserved.dropId}/ledger`,
      '/checkout/0190a000-0000-7000-8000-000000000001',
    ]
  }

  for (const look of looks) {
    const { language, scheme, width } = look
    test(`axe finds nothing, and nothing is cut off: ${language}, ${scheme}, ${width}`, async () => {
      for (const who of ['visitors', 'members'] as const) {
        await using shopper = await aShopper(place, {
          ...look,
          ...(who === 'members' && { as: member }),
        })
        for (const path of paths[who]) {
          await shopper.go(path)
          // What is on its way says so.
          await shopper.page.locator('h1').waitFor()
          await shopper.page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
          assert.deepEqual(await axeOf(shopper.page), [], path)
          for (const each of WIDTHS) {
            await shopper.page.setViewportSize({ width: each, height: 812 })
            assert.equal(await shopper.page.evaluate(TOO_WIDE), 0, `${path} at ${each}`)
          }
          await shopper.page.setViewportSize({ width, height: 812 })
        }
        shopper.sawNoFault({ refused: ['404 GET /api/orders/:id'] })
      }
    })
  }

  test('axe finds nothing in what opens: dialogs, forms with faults, cards, menus', async () => {
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    const open = async (path: string, ...names: readonly string[]) => {
      await shopper.go(path)
      for (const name of names) await page.getByRole('button', { name }).last().click()
      assert.deepEqual(await axeOf(page), [], `${path}: ${names.join(', ')}`)
    }
    const checkout = paths.members.find(path => path.startsWith('/checkout/')) ?? ''
    const order = paths.members.find(path => path.startsWith('/orders/')) ?? ''
    await open('/account/data', 'Erase the account', 'Erase the account')
    await open('/account/security', 'Log out everywhere')
    await open('/account/addresses', 'Add an address', 'Save')
    await open('/account/addresses', 'Remove')
    await open(order, 'Cancel the order')
    await open(checkout, 'Let it go')
    await open(checkout, 'Change')
    await page.getByRole('radio', { name: 'A new address' }).check()
    await page.getByText(/^Test payment/).click()
    assert.deepEqual(await axeOf(page), [], 'a new address, and the cards')
    shopper.sawNoFault()
  })

  test('by keyboard alone one comes to paying, and pays', async () => {
    const buyer = await shop.signUp()
    const held = await shop.reserve(buyer, await shop.makeDrop())
    const { orderId } = expectAnswer<{ orderId: string }>(held, 201)
    await using shopper = await aShopper(place, { as: buyer, language: 'en' })
    const { page } = shopper
    await shopper.go(`/checkout/${orderId}`)
    await page.getByRole('button', { name: /^Pay / }).waitFor()
    const passed: string[] = []
    for (let stops = 0; stops < 30 && !passed.at(-1)?.startsWith('Pay '); stops++) {
      await page.keyboard.press('Tab')
      passed.push(await page.evaluate<string>('document.activeElement.textContent'))
    }
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'It is yours' }).waitFor()
    shopper.sawNoFault()
  })
})
