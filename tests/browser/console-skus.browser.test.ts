import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Page, Route } from 'playwright-core'
import { expectAnswer } from '#tests/shop/http-client.ts'
import { openPlace } from './a-place.ts'
import { aShopper } from './a-shopper.ts'

suite('The SKUs of a product in the console', async () => {
  const place = await openPlace()
  const { shop } = place
  const skusOf = async (productId: string) => {
    const told = await shop.call(`GET /api/products/${productId}`)
    const product = expectAnswer<{ skus: { options: object; available: number }[] }>(told, 200)
    return product.skus.map(({ options, available }) => [options, available])
  }

  /** The shop hears what is asked next, and its answer is lost. */
  async function loseAnswer(page: Page, address: string): Promise<void> {
    const lose = async (route: Route) => {
      await route.fetch()
      await route.abort('connectionreset')
    }
    await page.route(address, lose, { times: 1 })
  }

  test('a press whose answer was lost adds a SKU, and units, once; and a SKU is taken out', async () => {
    const { productId } = await shop.makeProduct({ kind: 'regular' })
    const [first = []] = await skusOf(productId)
    await using staff = await aShopper(place, { as: await shop.asAdmin(), width: 1_440 })
    const { page } = staff
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
    const lost = page.getByText('대답을 받지 못했어요')
    await staff.go(`/console/products/${productId}`)

    await page.getByLabel('새 옵션').fill('size: XL')
    await page.getByLabel('수량', { exact: true }).fill('3')
    await loseAnswer(page, '**/api/admin/products/*/skus')
    await press('옵션 추가')
    await lost.waitFor()
    await press('옵션 추가')
    await page.getByRole('button', { name: 'XL 재고 조정' }).waitFor()
    assert.deepEqual(await skusOf(productId), [first, [{ size: 'XL' }, 3]])

    await press('XL 재고 조정')
    await page.getByLabel('늘리거나 줄일 수량').fill('0')
    await page.getByText('0이 아닌 수를 적어 주세요').waitFor()
    await page.getByLabel('늘리거나 줄일 수량').fill('4')
    await page.getByLabel('이유').fill('다시 세었어요')
    await loseAnswer(page, '**/api/admin/skus/*/adjustments')
    await press('재고 조정')
    await lost.waitFor()
    await press('재고 조정')
    await lost.waitFor({ state: 'detached' })
    await page.locator('dialog[open]').waitFor({ state: 'detached' })
    assert.deepEqual(await skusOf(productId), [first, [{ size: 'XL' }, 7]])

    // Lost again, seen after a reload, and wanted once more: as many for the same reason.
    for (const isLost of [true, false]) {
      await press('XL 재고 조정')
      await page.locator('dialog[open]').getByText('지난 재고 변경: +4, 다시 세었어요').waitFor()
      await page.getByLabel('늘리거나 줄일 수량').fill('4')
      await page.getByLabel('이유').fill('다시 세었어요')
      if (isLost) await loseAnswer(page, '**/api/admin/skus/*/adjustments')
      await press('재고 조정')
      if (isLost) {
        await lost.waitFor()
        await page.reload()
      }
    }
    await page.locator('dialog[open]').waitFor({ state: 'detached' })
    assert.deepEqual(await skusOf(productId), [first, [{ size: 'XL' }, 15]])

    const xl = page.getByRole('listitem').filter({ hasText: 'XL' })
    await xl.getByText('재고를 바꾼 기록과 이유').click()
    await xl.getByText('다시 세었어요').first().waitFor()

    await press('XL 내리기')
    await page.locator('dialog[open]').getByLabel('XL').fill('XL')
    await page.locator('dialog[open]').getByRole('button', { name: '내리기' }).click()
    await page.getByRole('button', { name: 'XL 재고 조정' }).waitFor({ state: 'detached' })
    assert.deepEqual(await skusOf(productId), [first])
  })

  test('units that a lost press took from a drop, and that are to be taken once more, are taken twice', async () => {
    const { dropId, title } = await shop.makeDrop({ opensInMs: 3_600_000 })
    await using staff = await aShopper(place, { as: await shop.asAdmin(), width: 1_440 })
    const { page } = staff
    const dialog = page.locator('dialog[open]')
    await staff.go(`/console/drops/${dropId}`)
    for (const isLost of [true, false]) {
      await page.getByRole('button', { name: '수량 바꾸기', exact: true }).click()
      await dialog.getByLabel('늘리거나 줄일 수량').fill('-2')
      await dialog.getByLabel('이유').fill('덜 왔어요')
      await dialog.getByLabel(title).fill(title)
      if (isLost) await loseAnswer(page, '**/api/admin/drops/*/units')
      await dialog.getByRole('button', { name: '수량 바꾸기', exact: true }).click()
      if (isLost) {
        await dialog.getByText('대답을 받지 못했어요').waitFor()
        await page.reload()
      }
    }
    await dialog.waitFor({ state: 'detached' })
    assert.equal((await shop.readDrop(dropId)).units, 6)
  })
})
