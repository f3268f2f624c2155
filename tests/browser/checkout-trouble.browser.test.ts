import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { aHold, capturesOf } from './a-hold.ts'
import { openPlace } from './a-place.ts'
import { aShopper } from './a-shopper.ts'
import { checkoutOf, fillIn } from './checkout-by-words.ts'
import { keptIn } from './kept-in.ts'

suite('Whatever happens at the checkout', async () => {
  const place = await openPlace()
  const { shop } = place

  test('reload and the way back end in the same place, before and after paying', async () => {
    const { member, path } = await aHold(shop)
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    const checkout = checkoutOf(page)
    await shopper.go('/orders')
    await shopper.go(path)
    await checkout.pay.waitFor()
    await page.reload()
    await checkout.pay.waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: '주문 내역' }).waitFor()
    await page.goForward()
    await checkout.pay.click()
    await checkout.paid.waitFor()
    await page.reload()
    await checkout.paid.waitFor()
    await page.goBack()
    await page.goForward()
    await checkout.paid.waitFor()
    shopper.sawNoFault()
  })

  test('a hold whose time is up says so, and nothing can be pressed any more', async () => {
    const { member, path } = await aHold(shop, { holdMs: 4_000 })
    await using shopper = await aShopper(place, { as: member })
    const checkout = checkoutOf(shopper.page)
    await shopper.go(path)
    await checkout.over.waitFor()
    assert.equal(await checkout.pay.count(), 0)
    await shopper.page.getByText('결제되지 않았어요').waitFor()
    await shopper.page.reload()
    await checkout.over.waitFor()
    shopper.sawNoFault()
  })

  test('a session that ended in the middle leads over the login back to the same place', async () => {
    const { member, orderId, path } = await aHold(shop)
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    const checkout = checkoutOf(page)
    await shopper.go(path)
    await page.getByRole('radio', { name: '계좌 이체' }).check()
    await checkout.pay.waitFor()
    const elsewhere = await shop.logIn(member.email, member.password)
    await shop.call('DELETE /api/sessions', { as: elsewhere })
    // Unless the page has noticed by itself, and asks already.
    await checkout.pay.evaluateAll('buttons => buttons.forEach(button => button.click())')
    await page.getByText('로그인하면 하던 곳으로 바로 돌아가요').waitFor()
    await fillIn(page, { 이메일: member.email, 비밀번호: member.password })
    await page.getByRole('button', { name: '로그인' }).click()
    await checkout.pay.waitFor()
    assert.equal(new URL(page.url()).pathname, path)
    assert.equal(await page.getByRole('radio', { name: '계좌 이체' }).isChecked(), true)
    await checkout.pay.click()
    await checkout.paid.waitFor()
    const again = await shop.logIn(member.email, member.password)
    assert.equal(await capturesOf(shop, again, orderId), 1)
  })

  test('the language changes in the middle of it, and nothing is lost', async () => {
    const { member, path } = await aHold(shop)
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    await shopper.go(path)
    await page.getByRole('radio', { name: '계좌 이체' }).check()
    await page.getByLabel('언어').selectOption('en')
    await page.getByRole('heading', { name: 'Checkout' }).waitFor()
    assert.equal(await page.getByRole('radio', { name: 'Bank transfer' }).isChecked(), true)
    assert.equal(await page.evaluate('document.documentElement.lang'), 'en')
    await page.getByRole('button', { name: /^Pay / }).click()
    await page.getByRole('heading', { name: 'It is yours' }).waitFor()
    shopper.sawNoFault()
  })

  test('another address is chosen from the book, or written, while the clock runs', async () => {
    const { member, path } = await aHold(shop)
    const address = { phone: '010-1234-5678', postalCode: '04524', line1: '세종대로 110' }
    for (const recipient of ['김집', '김회사']) {
      const body = { ...address, recipient }
      await shop.call('POST /api/members/me/addresses', { as: member, body })
    }
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    await shopper.go(path)
    // The default went into the order by itself.
    await page.getByText('김집 ·').waitFor()
    await page.getByRole('button', { name: '바꾸기' }).click()
    await page.getByRole('radio', { name: /김회사/ }).check()
    await page.getByRole('button', { name: '이 주소로 받기' }).click()
    await page.getByText('김회사 ·').waitFor()
    await page.getByRole('button', { name: '바꾸기' }).click()
    await page.getByRole('radio', { name: '새 주소' }).check()
    await fillIn(page, {
      '받는 사람': '김새집',
      전화번호: '010-1234-5678',
      우편번호: '12345',
      주소: '새길 1',
    })
    await page.getByRole('button', { name: '이 주소로 받기' }).click()
    await page.getByText('김새집 ·').waitFor()
    await page.reload()
    await page.getByText('김새집 ·').waitFor()
    shopper.sawNoFault()
  })

  test('what is let go cannot be paid, and whoever is not its owner sees nothing of it', async () => {
    const { member, path } = await aHold(shop)
    await using shopper = await aShopper(place, { as: member })
    await using stranger = await aShopper(place, { as: await shop.signUp() })
    await stranger.go(path)
    await stranger.page.getByRole('heading', { name: '이런 주문이 없어요' }).waitFor()
    await shopper.go(path)
    await shopper.page.getByRole('button', { name: '놓아주기' }).click()
    await shopper.page.getByRole('dialog').getByRole('button', { name: '놓아주기' }).click()
    await shopper.page.getByRole('heading', { name: '놓아준 주문이에요' }).waitFor()
    shopper.sawNoFault()
  })

  test('nothing personal stands in an address or in the storage of the browser', async () => {
    const { member, path } = await aHold(shop)
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    const visited: string[] = []
    page.on('request', request => visited.push(request.url()))
    await shopper.go(path)
    await page.getByRole('button', { name: '받을 주소 적기' }).click()
    await fillIn(page, {
      '받는 사람': '박비밀',
      전화번호: '010-9999-8888',
      우편번호: '12345',
      주소: '비밀시 숨김로 1',
    })
    await page.getByRole('button', { name: '이 주소로 받기' }).click()
    await page.getByText('비밀시 숨김로 1').waitFor()
    await checkoutOf(page).pay.click()
    await checkoutOf(page).paid.waitFor()
    const kept = [await keptIn(page), ...visited].join('\n')
    for (const secret of [member.email, member.memberId, '박비밀', '010-9999', '숨김로', 'eyJ']) {
      assert.equal(decodeURIComponent(kept).includes(secret), false, secret)
    }
  })
})
