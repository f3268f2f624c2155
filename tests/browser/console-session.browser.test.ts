import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { aMerchant } from './a-merchant.ts'
import { openPlace } from './a-place.ts'
import { aShopper } from './a-shopper.ts'
import { fillIn } from './checkout-by-words.ts'
import { consoleWordsOf } from './console-words-of.ts'

suite('A session that runs out in the console', async () => {
  const place = await openPlace()
  const { shop } = place

  test('what was typed of a new product is there after the login, for who typed it', async () => {
    const { all, goods } = consoleWordsOf('en')
    const [merchant, other] = [await aMerchant(shop), await aMerchant(shop)]
    await using staff = await aShopper(place, { as: merchant, width: 1_440, language: 'en' })
    const { page } = staff
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
    const logIn = async ({ email, password }: typeof merchant) => {
      await fillIn(page, { [all('email')]: email, [all('password')]: password })
      await press(all('login'))
    }
    const inField = (name: string) => page.getByLabel(name, { exact: true }).inputValue()
    const units = goods('unitsOf', { row: 1 })

    await staff.go('/console/products/new')
    await fillIn(page, { [goods('title')]: 'A jar', [goods('price')]: '129000', [units]: '7' })
    await page.getByLabel(goods('kind')).selectOption('regular')
    await shop.call('DELETE /api/sessions', {
      as: await shop.logIn(merchant.email, merchant.password),
    })
    await press(goods('create'))
    await logIn(other)
    assert.equal(await inField(goods('title')), '')
    await press(all('logOut'))
    await logIn(merchant)
    const typed = [goods('title'), goods('price'), goods('kind'), units]
    assert.deepEqual(await Promise.all(typed.map(inField)), ['A jar', '129000', 'regular', '7'])
    await press(goods('create'))
    await page.getByRole('heading', { name: 'A jar', level: 1 }).waitFor()
    await staff.go('/console/products/new')
    assert.equal(await inField(goods('title')), '')
  })
})
