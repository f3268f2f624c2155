import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { suite, test } from 'node:test'
import type { Cart } from '#contracts/cart.ts'
import type { Mail } from '#contracts/notifications.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { openPlace } from './a-place.ts'
import { aShopper } from './a-shopper.ts'
import { fillIn } from './checkout-by-words.ts'
import { keptIn } from './kept-in.ts'

suite('What is a member’s own', async () => {
  const place = await openPlace()
  const { shop } = place

  const mailTo = (email: string, is: (mail: Mail) => boolean): Promise<Mail> =>
    eventually('a mail', async () => (await shop.readMailbox(email)).find(is))
  /** The path of the link in a mail: as it is, whatever the page makes of it. */
  const linkIn = ({ text }: Mail): string => /https?:\/\/[^/\s]+(\/\S+)/.exec(text)?.[1] ?? ''

  test('the link of the mail verifies, also in a browser that knows nothing', async () => {
    const email = `${randomUUID()}@example.com`
    const body = { email, password: 'correct horse battery', name: '김민지', locale: 'ko' }
    await shop.call('POST /api/members', { body })
    const link = linkIn(await mailTo(email, ({ code }) => code !== undefined))
    await using shopper = await aShopper(place)
    const { page } = shopper
    await shopper.go(link)
    await page.getByRole('heading', { name: '인증했어요' }).waitFor()
    await page.getByRole('link', { name: '로그인' }).last().click()
    await page.getByRole('heading', { name: '로그인' }).waitFor()
    await fillIn(page, { 이메일: email, 비밀번호: 'wrong horse battery' })
    await page.getByRole('button', { name: '로그인' }).click()
    await page.getByText('이메일이나 비밀번호가 달라요').waitFor()
    await fillIn(page, { 비밀번호: 'correct horse battery' })
    await page.getByRole('button', { name: '로그인' }).click()
    await page.getByRole('link', { name: '내 계정' }).waitFor()
    // A link is good once.
    await shopper.go(link)
    await page.getByRole('heading', { name: '이 링크로는 인증할 수 없어요' }).waitFor()
    await page.getByText('이미 썼거나, 24시간이 지났거나').waitFor()
    await page.getByRole('button', { name: '새 메일 받기' }).click()
    await page.getByText('아직 인증하지 않은 주소라면').waitFor()
    shopper.sawNoFault({
      refused: ['401 POST /api/sessions', '422 POST /api/members/verification'],
    })
  })

  test('who is not verified is led to it from the cart, and back', async () => {
    const [email, password] = [`${randomUUID()}@example.com`, 'correct horse battery']
    const body = { email, password, name: '김민지', locale: 'ko' }
    await shop.call('POST /api/members', { body })
    const { code = '' } = await mailTo(email, mail => mail.code !== undefined)
    const member = await shop.logIn(email, password)
    const { skus } = await shop.makeProduct({ kind: 'regular' })
    const one = { quantity: 1 }
    await shop.call(`PUT /api/cart/items/${skus[0]?.skuId}`, { as: member, body: one })
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    await shopper.go('/cart')
    await page.getByRole('button', { name: '주문하기' }).click()
    await page.getByRole('link', { name: '인증하기' }).click()
    await page.getByText(`${email} 주소로`).waitFor()
    await page.getByLabel('인증 코드 6자리').fill(code)
    await page.getByRole('button', { name: '인증하기' }).click()
    await page.getByRole('button', { name: '주문하기' }).click()
    await page.getByRole('button', { name: /결제하기$/ }).waitFor()
    shopper.sawNoFault({ refused: ['403 POST /api/orders'] })
  })

  test('a form says what is wrong at its field, and leads there', async () => {
    await using shopper = await aShopper(place)
    const { page } = shopper
    await shopper.go('/signup')
    await fillIn(page, { 이름: '김민지', 이메일: 'not an address' })
    await page.getByRole('button', { name: '가입하기' }).click()
    await page.getByText('이메일 주소를 name@example.com처럼 적어 주세요').waitFor()
    await page.getByText('비밀번호는 8자 이상이어야 해요').waitFor()
    const label = await page.evaluate<string>('document.activeElement.labels[0].textContent')
    assert.equal(label, '이메일')
    shopper.sawNoFault()
  })

  test('who forgot the password chooses another by mail, and all devices are logged out', async () => {
    const member = await shop.signUp()
    await using shopper = await aShopper(place, { language: 'en' })
    const { page } = shopper
    await shopper.go('/login')
    await page.getByRole('link', { name: 'Forgotten password' }).click()
    // The page that was left has a field of the same name.
    await page.getByRole('heading', { name: 'Forgotten password' }).waitFor()
    await fillIn(page, { 'E-mail': member.email })
    await page.getByRole('button', { name: 'Send the link' }).click()
    await page.getByText('If there is an account with this address').waitFor()
    const mail = await mailTo(member.email, ({ text }) => text.includes('/reset-password?token='))
    await shopper.go(linkIn(mail))
    await fillIn(page, { 'New password': 'a whole new password' })
    await page.getByRole('button', { name: 'Choose a new password' }).click()
    await page.getByRole('heading', { name: 'Your password is changed' }).waitFor()
    await shop.logIn(member.email, 'a whole new password')
    await shopper.go(linkIn(mail))
    await fillIn(page, { 'New password': 'yet another password' })
    await page.getByRole('button', { name: 'Choose a new password' }).click()
    await page.getByText('This link was used, or its time is over').waitFor()
    shopper.sawNoFault({ refused: ['422 POST /api/password-resets/confirm'] })
  })

  test('name, phone and language are changed, and the page speaks the language at once', async () => {
    const member = await shop.signUp()
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    await shopper.go('/account')
    await fillIn(page, { 이름: '이민지', 전화번호: '010-1234-5678' })
    await page.getByLabel('메일과 화면의 언어').selectOption('en')
    await page.getByRole('button', { name: '저장하기' }).click()
    await page.getByText('Saved.').waitFor()
    await page.getByRole('heading', { name: 'Profile' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Profile' }).waitFor()
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), '이민지')
    shopper.sawNoFault()
  })

  test('addresses are added, changed and removed; one of them is the default', async () => {
    await using shopper = await aShopper(place, { as: await shop.signUp() })
    const { page } = shopper
    const write = async (recipient: string) => {
      await page.getByRole('button', { name: '주소 추가하기' }).click()
      await fillIn(page, {
        '받는 사람': recipient,
        전화번호: '010-1234-5678',
        우편번호: '04524',
        주소: '서울특별시 중구 세종대로 110',
      })
      await page.getByRole('button', { name: '저장하기' }).click()
      await page.getByText(`${recipient} ·`).waitFor()
    }
    await shopper.go('/account/addresses')
    await write('김민지')
    await write('김회사')
    const second = page.getByRole('listitem').filter({ hasText: '김회사' })
    await second.getByRole('button', { name: '기본으로 정하기' }).click()
    await second.getByText('기본 주소').waitFor()
    await second.getByRole('button', { name: '지우기' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '지우기' }).click()
    await second.waitFor({ state: 'detached' })
    shopper.sawNoFault()
  })

  test('another device is logged out from here, and then this one', async () => {
    const member = await shop.signUp()
    await using other = await aShopper(place, { as: member })
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    await other.go('/account')
    await shopper.go('/account/security')
    const chromes = page.getByRole('button', { name: /^Chrome.* 로그아웃$/ })
    await chromes.click()
    await chromes.waitFor({ state: 'detached' })
    await other.page.reload()
    await other.page.getByRole('heading', { name: '로그인' }).waitFor()
    await page.getByRole('button', { name: '모든 기기에서 로그아웃' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '모든 기기에서 로그아웃' }).click()
    await page.getByRole('link', { name: '로그인' }).first().waitFor()
    await page.waitForURL(`${place.url}/`)
    // The start is for once: a member's page leads to the login again.
    await shopper.go('/account')
    await page.getByRole('heading', { name: '로그인' }).waitFor()
    shopper.sawNoFault()
  })

  test('a log-out that does not reach the shop says so', async () => {
    await using shopper = await aShopper(place, { as: await shop.signUp() })
    const { page, context } = shopper
    await shopper.go('/account')
    const logOut = page.getByRole('button', { name: '로그아웃' })
    await logOut.waitFor()
    await context.setOffline(true)
    await logOut.click()
    await page.getByText('대답을 받지 못했어요').waitFor()
    await context.setOffline(false)
    await logOut.click()
    await page.waitForURL(`${place.url}/`)
    shopper.sawNoFault()
  })

  test('what is wished for goes into the cart; of what is sold out a mail tells', async () => {
    const member = await shop.signUp()
    const [there, gone] = [
      await shop.makeProduct({ kind: 'regular' }),
      await shop.makeProduct({ kind: 'regular', skus: [{ options: {}, units: 0 }] }),
    ]
    for (const { skus } of [there, gone]) {
      const body = { quantity: 1 }
      await shop.call(`PUT /api/wishlist/${skus[0]?.skuId}`, { as: member, body })
    }
    const lain = { as: member, body: { quantity: 4 } }
    await shop.call(`PUT /api/cart/items/${there.skus[0]?.skuId}`, lain)
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    await shopper.go('/wishlist')
    await page.getByRole('button', { name: '장바구니에 담기' }).click()
    await page.getByText('담았어요').waitFor()
    const { body: cart } = await shop.call('GET /api/cart', { as: member })
    assert.equal((cart as Cart).items[0]?.quantity, 5, 'what lay there stays')
    await page.getByRole('button', { name: '다시 들어오면 알려 주기' }).click()
    await page.getByText('다시 들어오면 메일로 알려 드릴게요').waitFor()
    await page.getByRole('button', { name: `${gone.title} 빼기` }).click()
    await page.getByRole('link', { name: gone.title }).waitFor({ state: 'detached' })
    await shopper.go('/cart')
    await page.getByRole('link', { name: there.title }).waitFor()
    shopper.sawNoFault()
  })

  test('of a product with variants each is wished for by itself', async () => {
    const member = await shop.signUp()
    const skus = ['red', 'blue'].map(colour => ({ options: { colour }, units: 1 }))
    const product = await shop.makeProduct({ kind: 'regular', skus })
    const body = { quantity: 2 }
    await shop.call(`PUT /api/wishlist/${product.skus[1]?.skuId}`, { as: member, body })
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    await shopper.go('/wishlist')
    await page.getByRole('button', { name: `${product.title} · blue 빼기` }).waitFor()
    await page.getByRole('link', { name: product.title }).click()
    await page.getByText('blue', { exact: true }).click()
    await page.getByRole('button', { name: '찜했어요', pressed: true }).waitFor()
    await page.getByText('red', { exact: true }).click()
    await page.getByRole('button', { name: '찜하기', pressed: false }).waitFor()
    await page.getByText('blue', { exact: true }).click()
    await page.getByRole('button', { name: '찜했어요', pressed: true }).click()
    await page.getByRole('button', { name: '찜하기', pressed: false }).waitFor()
    const { body: list } = await shop.call('GET /api/wishlist', { as: member })
    assert.deepEqual(list, { items: [], nextCursor: null })
    // A session that ended elsewhere is noticed by the first press.
    const elsewhere = await shop.logIn(member.email, member.password)
    await shop.call('DELETE /api/sessions', { as: elsewhere })
    await page.getByRole('button', { name: '찜하기' }).click()
    await page.getByText('로그인하면 하던 곳으로 바로 돌아가요').waitFor()
    await fillIn(page, { 이메일: member.email, 비밀번호: member.password })
    await page.getByRole('button', { name: '로그인' }).click()
    await page.getByRole('heading', { name: product.title }).waitFor()
    await page.getByRole('radio', { name: 'blue', checked: true }).waitFor()
  })

  test('one takes one’s data along, and is forgotten when no order is open', async () => {
    const member = await shop.signUp()
    const drop = await shop.makeDrop()
    const { orderId } = (await shop.reserve(member, drop)).body as { orderId: string }
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    await shopper.go('/account/data')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: '파일 받기' }).click()
    const file = await readFile(await (await download).path(), 'utf8')
    assert.equal(JSON.parse(file).member.email, member.email)

    const erase = page.getByRole('button', { name: '계정 지우기' })
    await erase.click()
    await erase.last().click()
    await page.getByText('“지우기”라고 똑같이 적어 주세요').waitFor()
    await page.getByLabel('확인을 위해').fill('지우기')
    await erase.last().click()
    await page.getByText('먼저 끝나야 하는 주문이 있어요').waitFor()
    await page.getByRole('link', { name: '1번째 주문 보기' }).waitFor()

    await shop.call(`POST /api/orders/${orderId}/cancellation`, { as: member })
    await erase.last().click()
    await page.getByRole('link', { name: '로그인' }).first().waitFor()
    const body = { email: member.email, password: member.password }
    assert.equal((await shop.call('POST /api/sessions', { body })).status, 401)
    shopper.sawNoFault({ refused: ['409 DELETE /api/members/me'] })
  })

  test('logging out in one tab logs out the other, and nothing of the member stays', async () => {
    const member = await shop.signUp()
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    await shopper.go('/account')
    const other = await shopper.newTab('/account')
    await other.getByLabel('이메일').waitFor()
    await page.getByRole('button', { name: '로그아웃' }).click()
    await other.getByRole('heading', { name: '로그인' }).waitFor()
    const kept = await keptIn(other)
    for (const secret of [member.email, member.memberId, '김선착', 'session"']) {
      assert.equal(decodeURIComponent(kept).includes(secret), false, `${secret} in ${kept}`)
    }
    shopper.sawNoFault()
  })
})
