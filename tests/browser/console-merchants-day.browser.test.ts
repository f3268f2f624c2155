import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import type { Drop } from '#contracts/drops.ts'
import type { Order } from '#contracts/orders.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import type { Buyer } from '#tests/shop/shopping.ts'
import { openBrowser, type TestBrowser } from './a-browser.ts'
import { aShopper, PATIENCE_MS } from './a-shopper.ts'
import { openWebShop, type WebShop } from './a-web-shop.ts'
import { fillIn } from './checkout-by-words.ts'

const address = { recipient: '김민지', phone: '010-1234-5678', postalCode: '04524', line1: '길 1' }

suite('The day of a merchant', () => {
  let shop: WebShop
  let browser: TestBrowser
  let place: { browser: TestBrowser; url: string }
  let merchant: Buyer
  before(async () => {
    shop = await openWebShop()
    browser = await openBrowser()
    place = { browser, url: shop.url }
    merchant = await aMerchant()
  })
  after(async () => {
    await browser[Symbol.asyncDispose]()
    await shop[Symbol.asyncDispose]()
  })

  async function aMerchant(): Promise<Buyer> {
    const member = await shop.signUp()
    const body = { roles: ['member', 'merchant'] }
    const path = `PUT /api/admin/members/${member.memberId}/roles` as const
    expectAnswer(await shop.call(path, { as: await shop.asAdmin(), body }), 200)
    return shop.logIn(member.email, member.password)
  }

  const see = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()
  const press = (page: Page, name: string | RegExp) =>
    page.getByRole('button', { name, exact: true }).click()
  const dialog = (page: Page) => page.locator('dialog[open]')
  const asStaff = async <Body>(request: `${string} /${string}`, body?: unknown): Promise<Body> =>
    expectAnswer(await shop.call(request, { as: merchant, body }), 200)

  async function aBuyer(): Promise<Buyer> {
    const buyer = await shop.signUp()
    const body = { ...address, isDefault: true }
    expectAnswer(await shop.call('POST /api/members/me/addresses', { as: buyer, body }), 201)
    return buyer
  }

  test('a shopper is told whose door the console is, and a merchant comes to the page asked for', async () => {
    const member = await shop.signUp()
    await using shopper = await aShopper(place, { width: 1_440 })
    const { page } = shopper
    await shopper.go('/console/orders')
    await fillIn(page, { 이메일: member.email, 비밀번호: member.password })
    await press(page, '로그인')
    await page.getByRole('heading', { name: '여기는 가게를 운영하는 분들의 문이에요' }).waitFor()
    await press(page, '로그아웃')
    await fillIn(page, { 이메일: merchant.email, 비밀번호: 'wrong horse battery' })
    await press(page, '로그인')
    await page.getByRole('status').getByText('이메일이나 비밀번호').waitFor()
    await fillIn(page, { 비밀번호: merchant.password })
    await press(page, '로그인')
    await page.getByRole('heading', { name: '주문', exact: true }).waitFor()
    shopper.sawNoFault()
  })

  test('a product is made with its picture, a drop of it is planned, and its numbers move on the board', async () => {
    await using staff = await aShopper(place, { as: merchant, width: 1_440 })
    const { page } = staff
    const title = `달항아리 ${randomUUID().slice(0, 8)}`
    await staff.go('/console/products/new')
    await press(page, '상품 등록하기')
    await see(page, '이름을 적어 주세요.')
    await fillIn(page, { 이름: title, '가격(원)': '420,000', '1번째 수량': '5' })
    const files = page.getByLabel('사진 올리기')
    await files.setInputFiles({
      ...{ name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no picture') },
    })
    await see(page, '사진으로 읽을 수 없는 파일이에요.')
    await press(page, '1번째 사진 지우기')
    await files.setInputFiles({ name: 'jar.png', mimeType: 'image/png', buffer: await aPicture() })
    await see(page, '대표 사진')
    await press(page, '상품 등록하기')
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
    await page.getByRole('img', { name: '1번째 사진' }).waitFor()

    await page.getByRole('link', { name: '이 상품으로 드롭 계획하기' }).click()
    const preview = page.getByRole('region', { name: '손님에게 보일 모습' })
    await preview.getByRole('heading', { name: title }).waitFor()
    await preview.locator('img').waitFor()
    await page.getByLabel('수량', { exact: true }).fill('50')
    await page.getByLabel('여는 때').fill(await thisMinute(page))
    await press(page, '이대로 계획하기')
    await see(page, '재고보다 많아요.')
    await page.getByLabel('수량', { exact: true }).fill('3')
    await preview.getByText('3개 · 1인 1개').waitFor()
    await press(page, '이대로 계획하기')
    await page.getByRole('link', { name: '현황판' }).click()

    const remaining = page.getByRole('region', { name: '남은 수량' })
    await remaining.getByText('판매 중').waitFor()
    // What is held and what is sold stand beside it, and may be as many.
    const left = (units: number) =>
      remaining.getByRole('paragraph').filter({ hasText: new RegExp(`^${units}$`) })
    await left(3).waitFor()
    // From here on nobody touches the page: it moves by itself.
    await page.evaluate('window.stillTheSame = true')
    const dropId = new URL(page.url()).pathname.split('/').at(-2) ?? ''
    const drop: Drop = await shop.readDrop(dropId)
    const [first, second] = [await aBuyer(), await aBuyer()]
    await shop.buy(first, drop)
    await shop.reserve(second, drop)
    expectAnswer(await shop.reserve(first, drop), 409, 'limit_exceeded')
    await left(1).waitFor()
    const panel = (name: string) => page.getByRole('region', { name, exact: true })
    await panel('요청').getByText('3', { exact: true }).waitFor()
    await panel('결제 완료').getByText('1', { exact: true }).waitFor()
    await panel('거절, 이유별').getByText('1인 한도').waitFor()
    await page.getByRole('img', { name: '받아들인 2건까지의 곡선' }).locator('canvas').waitFor()
    await panel('잡아 둔 지 얼마나 되었나').getByText('1', { exact: true }).waitFor()
    assert.equal(await page.evaluate('window.stillTheSame'), true)
    staff.sawNoFault()
  })

  test('a board that is looked at before the opening opens by itself', async () => {
    const drop = await shop.makeDrop({ opensInMs: 600_000 })
    await using staff = await aShopper(place, { as: merchant, width: 1_440 })
    const { page } = staff
    await staff.go(`/console/drops/${drop.dropId}/board`)
    await page.getByRole('region', { name: '열기 전에 확인' }).waitFor()
    await see(page, '사진이 없어요.')
    // Sooner than was planned: the board is told of it.
    const { serverTimeMs } = await shop.readDrop(drop.dropId)
    const body = { opensAtMs: serverTimeMs + 2_000 }
    await asStaff(`PATCH /api/admin/drops/${drop.dropId}`, body)
    await page.getByRole('region', { name: '열기 전에 확인' }).waitFor({ state: 'detached' })
    await page.getByRole('region', { name: '남은 수량' }).getByText('판매 중').waitFor()
    staff.sawNoFault()
  })

  test('a drop that has not opened is put off, and one that would close before it opens is not', async () => {
    const drop = await shop.makeDrop({ opensInMs: 3_600_000 })
    await using staff = await aShopper(place, { as: merchant, width: 1_440 })
    const { page } = staff
    await staff.go(`/console/drops/${drop.dropId}`)
    const put = (label: string, text: string) => page.getByLabel(label).fill(text)
    await put('여는 때', '2030-01-02T10:00')
    await press(page, '바꾼 내용 저장')
    await see(page, '여는 때보다 뒤여야 해요.')
    await put('닫는 때', '2030-01-02T11:30')
    await press(page, '바꾼 내용 저장')
    await see(page, '처리했어요.')
    // The browser of the test is in Seoul.
    const { opensAtMs, closesAtMs } = await shop.readDrop(drop.dropId)
    assert.deepEqual(
      [opensAtMs, closesAtMs],
      [Date.UTC(2030, 0, 2, 1), Date.UTC(2030, 0, 2, 2, 30)],
    )
    staff.sawNoFault()
  })

  test('a drop is paused and closed only by who writes its name, and knows what it does to whom', async () => {
    const drop = await shop.makeDrop({ units: 4 })
    await shop.reserve(await shop.signUp(), drop)
    await using staff = await aShopper(place, { as: merchant, width: 1_440, language: 'en' })
    const { page } = staff
    await staff.go(`/console/drops/${drop.dropId}`)
    await press(page, 'Pause')
    await dialog(page).getByText('What is held can still be paid (units: 1)').waitFor()
    const sure = dialog(page).getByRole('button', { name: 'Pause' })
    assert.equal(await sure.isDisabled(), true)
    await dialog(page)
      .getByLabel(/^To confirm/)
      .fill(drop.title)
    await sure.click()
    await page.getByText('Paused', { exact: true }).waitFor()
    await press(page, 'Resume')
    await dialog(page).getByRole('button', { name: 'Resume' }).click()
    await page.getByText('Open', { exact: true }).waitFor()
    await press(page, 'Close now')
    await dialog(page)
      .getByLabel(/^To confirm/)
      .fill(drop.title)
    await dialog(page).getByRole('button', { name: 'Close now' }).click()
    await page.getByText('Ended', { exact: true }).waitFor()
    assert.equal((await shop.readDrop(drop.dropId)).state, 'ended')
    staff.sawNoFault()
  })

  test('many orders are shipped at once, one comes back, and money is given back in two clicks', async () => {
    const drop = await shop.makeDrop({ units: 2, price: 50_000 })
    const buyers = [await aBuyer(), await aBuyer()]
    const bought = [
      await shop.buy(buyers[0] as Buyer, drop),
      await shop.buy(buyers[1] as Buyer, drop),
    ]
    const orderIds = bought.map(({ reserved }) => reserved.orderId)
    const [returned = '', kept = ''] = orderIds
    await eventually('orders with addresses', async () => {
      const page = await asStaff<{ items: Order[] }>('GET /api/admin/orders?state=paid')
      const known = page.items.filter(order => order.shippingAddress !== undefined)
      return orderIds.every(id => known.some(({ orderId }) => orderId === id))
    })
    await using staff = await aShopper(place, { as: merchant, width: 1_440 })
    const { page } = staff
    await staff.go('/console/shipping')
    await page.getByLabel('택배사가 없는 줄의 택배사').fill('한진')
    await page
      .getByLabel('보낼 것')
      .fill(`order,tracking\n${returned},6401\nnonsense\n${kept},CJ대한통운,6402`)
    await page.getByRole('cell', { name: '주문번호가 없어요' }).waitFor()
    await page.getByRole('cell', { name: '한진 · 6401' }).waitFor()
    await page
      .getByRole('cell', { name: /^김민지/ })
      .first()
      .waitFor()
    await press(page, '2건 발송하기')
    await see(page, '2건 중 2건을 보냈어요.')

    await staff.go(`/console/orders/${returned}`)
    await press(page, '도착으로 표시')
    await dialog(page).getByRole('button', { name: '도착으로 표시' }).click()
    await page.getByText('배송 완료').first().waitFor()
    const body = { reason: '색이 달라요' }
    const asked = `POST /api/orders/${returned}/returns` as const
    expectAnswer(await shop.call(asked, { as: buyers[0] as Buyer, body }), 200)
    await staff.go('/console/orders?returns=requested')
    await page.getByRole('link', { name: returned.slice(-12) }).click()
    await press(page, '반품 완료하기')
    await dialog(page).getByText('₩50,000을 환불해요').waitFor()
    await dialog(page).getByRole('button', { name: '반품 완료하기' }).click()
    await see(page, '전액 환불')

    await staff.go(`/console/orders/${kept}`)
    await press(page, '환불하기')
    await dialog(page).getByLabel('금액').fill('20,000')
    await dialog(page).getByRole('button', { name: '환불하기' }).click()
    await see(page, '일부 환불')
    await page.getByRole('listitem').getByText('₩20,000').first().waitFor()
    const paymentId = bought[1]?.paymentId ?? ''
    const { refunds } = await shop.readPayment(buyers[1] as Buyer, paymentId)
    assert.deepEqual(
      refunds.map(({ amount }) => amount.amountMinor),
      [20_000],
    )
    staff.sawNoFault()
  })

  test('by keyboard alone an order is found by its receipt and by the shopper’s address', async () => {
    const buyer = await shop.signUp()
    const drop = await shop.makeDrop()
    const { reserved } = await shop.buy(buyer, drop)
    await using staff = await aShopper(place, { as: merchant, width: 1_440 })
    const { page } = staff
    await staff.go('/console/')
    await page.getByRole('heading', { name: '오늘' }).waitFor()
    for (const sought of [JSON.stringify(reserved.receipt), buyer.email]) {
      await page.keyboard.press('/')
      await page.keyboard.insertText(sought)
      const found = dialog(page).getByRole('link', { name: new RegExp(reserved.orderId.slice(-6)) })
      await found.waitFor()
      while (!(await found.evaluate(link => link === link.ownerDocument.activeElement))) {
        await page.keyboard.press('ArrowDown')
      }
      await page.keyboard.press('Enter')
      await page.waitForURL(`**/console/orders/${reserved.orderId}`)
      await page.getByRole('heading', { name: /^주문 …/ }).waitFor()
    }
    const kept = await page.evaluate<string>(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href])',
    )
    assert.equal(kept.includes(buyer.email), false, 'whom one looked for is kept nowhere')
    await staff.go('/console/orders')
    await page.getByRole('textbox', { name: '이메일, 주문번호, 영수증' }).fill(buyer.email)
    await page.keyboard.press('Enter')
    await see(page, '1건, 전부예요')
    assert.equal(page.url().includes('@'), false)
    const [file] = await Promise.all([
      page.waitForEvent('download', { timeout: PATIENCE_MS }),
      press(page, 'CSV 내려받기'),
    ])
    assert.equal(file.suggestedFilename(), '주문.csv')
    staff.sawNoFault()
  })
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
