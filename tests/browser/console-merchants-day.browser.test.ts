import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Order } from '#contracts/orders.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import type { Buyer } from '#tests/shop/shopping.ts'
import { aBuyer, aMerchant } from './a-merchant.ts'
import { openPlace } from './a-place.ts'
import { aShopper, PATIENCE_MS } from './a-shopper.ts'
import { fillIn } from './checkout-by-words.ts'

suite('The day of a merchant', async () => {
  const place = await openPlace()
  const { shop } = place
  const merchant = await aMerchant(shop)

  const see = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()
  const press = (page: Page, name: string | RegExp) =>
    page.getByRole('button', { name, exact: true }).click()
  const dialog = (page: Page) => page.locator('dialog[open]')
  /** What the finder hears of an id that may be anything's. */
  const notThose = ['404 GET /api/drops/:id', '404 GET /api/products/:id']
  const asStaff = async <Body>(request: `${string} /${string}`, body?: unknown): Promise<Body> =>
    expectAnswer(await shop.call(request, { as: merchant, body }), 200)

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
    shopper.sawNoFault({ refused: ['401 POST /api/sessions'] })
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

  test('a name that is corrected moves no opening and no closing, and undoes nothing that somebody else changed', async () => {
    const upcoming = await shop.makeDrop({ opensInMs: 3_600_000 })
    const open = await shop.makeDrop()
    await using staff = await aShopper(place, { as: merchant, width: 1_440 })
    const { page } = staff
    for (const drop of [upcoming, open]) {
      await staff.go(`/console/drops/${drop.dropId}`)
      await page.getByLabel('닫는 때').waitFor()
      const meanwhile = {
        closesAtMs: drop.closesAtMs + 61_001,
        ...(drop === upcoming && { limitPerMember: 3, holdMs: 61_001 }),
      }
      await asStaff(`PATCH /api/admin/drops/${drop.dropId}`, meanwhile)
      await page.getByLabel('이름', { exact: true }).fill('고친 이름')
      await press(page, '바꾼 내용 저장')
      await see(page, '처리했어요.')
      const { serverTimeMs: _, ...now } = await shop.readDrop(drop.dropId)
      const { serverTimeMs: __, ...planned } = drop
      assert.deepEqual(now, { ...planned, ...meanwhile, title: '고친 이름' })
    }
    staff.sawNoFault()
  })

  test('a name of a product that is corrected leaves the price as somebody else changed it', async () => {
    const { productId } = await shop.makeProduct({ kind: 'regular' })
    await using staff = await aShopper(place, { as: merchant, width: 1_440 })
    const { page } = staff
    await staff.go(`/console/products/${productId}`)
    const title = page.getByLabel('이름', { exact: true })
    await title.waitFor()
    const price = { amountMinor: 77_000, currency: 'KRW' }
    const about = { price, description: '다시 구웠어요' }
    await asStaff(`PATCH /api/admin/products/${productId}`, about)
    await title.fill('고친 이름')
    await press(page, '저장')
    await see(page, '처리했어요.')
    const read = await shop.call(`GET /api/products/${productId}`)
    const now = expectAnswer<typeof about & { title: string }>(read, 200)
    assert.deepEqual(
      { title: now.title, price: now.price, description: now.description },
      { title: '고친 이름', ...about },
    )
    staff.sawNoFault()
  })

  test('a drop is paused and closed only by who writes its name, and knows what it does to whom', async () => {
    const drop = await shop.makeDrop({ units: 4, options: { size: 'M' } })
    const name = `${drop.title}, M`
    await shop.reserve(await shop.signUp(), drop)
    await using staff = await aShopper(place, { as: merchant, width: 1_440, language: 'en' })
    const { page } = staff
    await staff.go(`/console/drops/${drop.dropId}`)
    await press(page, 'Pause')
    await dialog(page).getByText('What is held can still be paid (units: 1)').waitFor()
    const sure = dialog(page).getByRole('button', { name: 'Pause' })
    const typed = dialog(page).getByLabel(/^To confirm/)
    await typed.fill(drop.title)
    assert.equal(await sure.isDisabled(), true, 'the title fits its other drops, too')
    await typed.fill(name)
    await sure.click()
    await page.getByText('Paused', { exact: true }).waitFor()
    await press(page, 'Resume')
    await dialog(page).getByRole('button', { name: 'Resume' }).click()
    await page.getByText('Open', { exact: true }).waitFor()
    await press(page, 'Close now')
    await typed.fill(name)
    await dialog(page).getByRole('button', { name: 'Close now' }).click()
    await page.getByText('Ended', { exact: true }).waitFor()
    assert.equal((await shop.readDrop(drop.dropId)).state, 'ended')
    staff.sawNoFault()
  })

  test('many orders are shipped at once, one comes back, and money is given back in two clicks', async () => {
    const drop = await shop.makeDrop({ units: 2, price: 50_000 })
    const buyers = [await aBuyer(shop), await aBuyer(shop)]
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
      .fill(`order,tracking\n${returned.slice(0, 13)},6401\nnonsense\n${kept},CJ대한통운,6402`)
    await page.getByRole('cell', { name: '주문번호가 없어요' }).waitFor()
    await page.getByRole('cell', { name: '한진 · 6401' }).waitFor()
    await page
      .getByRole('cell', { name: /^김민지/ })
      .first()
      .waitFor()
    await press(page, '2건 발송하기')
    await see(page, '2건 중 2건을 보냈어요.')
    await page.getByRole('button', { name: '보낼 주문 0건의 번호 넣기' }).waitFor()
    const sent = page.getByRole('row', { name: /보냈어요.*김민지/ })
    assert.equal(await sent.count(), 2, 'a line that was sent goes on saying so')

    await staff.go(`/console/orders/${returned}`)
    await press(page, '도착으로 표시')
    await dialog(page).getByRole('button', { name: '도착으로 표시' }).click()
    await page.getByText('배송 완료').first().waitFor()
    const body = { reason: '색이 달라요' }
    const asked = `POST /api/orders/${returned}/returns` as const
    expectAnswer(await shop.call(asked, { as: buyers[0] as Buyer, body }), 200)
    await staff.go('/console/orders?returns=requested')
    await page.getByRole('link', { name: returned.slice(0, 13) }).click()
    await press(page, '반품 완료하기')
    await dialog(page).getByText('₩50,000을 환불해요').waitFor()
    await dialog(page).getByRole('button', { name: '반품 완료하기' }).click()
    await see(page, '전액 환불')

    await staff.go(`/console/orders/${kept}`)
    await press(page, '환불하기')
    for (const wrong of ['이만 원', '200,000']) {
      await dialog(page).getByLabel('금액').fill(wrong)
      await dialog(page).getByRole('button', { name: '환불하기' }).click()
      await page.locator('input:focus[name=amount][aria-invalid=true]').waitFor()
    }
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

  test('a file as Korean Excel saves it is read, and all of what will be sent is seen', async () => {
    const { reserved } = await shop.buy(await aBuyer(shop), await shop.makeDrop())
    const { orderId } = reserved
    await using staff = await aShopper(place, { as: merchant, width: 1_280 })
    const { page } = staff
    await staff.go('/console/shipping')
    const carriers = {
      // As CP949 writes CJ대한통운, and 똠, which its older part does not have.
      CJ대한통운똠: [0x43, 0x4a, 0xb4, 0xeb, 0xc7, 0xd1, 0xc5, 0xeb, 0xbf, 0xee, 0x8c, 0x63],
      CJ: [0x43, 0x4a],
    }
    for (const [carrier, bytes] of Object.entries(carriers)) {
      const buffer = Buffer.concat([
        ...[Buffer.from(`${orderId},`), Buffer.from(bytes), Buffer.from(',640123456789\r\n')],
        ...[Buffer.from(`${orderId},F`), Buffer.from([0xfc]), Buffer.from('r,1\r\n')],
      ])
      const file = { name: 'parcels.csv', mimeType: 'text/csv', buffer }
      await page.getByLabel('또는 CSV 파일').setInputFiles(file)
      await page.getByRole('cell', { name: `${carrier} · 640123456789`, exact: true }).waitFor()
      await page.getByRole('cell', { name: /^글자가 깨졌어요/ }).waitFor()
    }
    const preview = page.getByRole('region', { name: '이렇게 보내요' })
    await preview.getByRole('cell', { name: /^김민지/ }).waitFor()
    const beyond = await preview.evaluate(
      ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
    )
    assert.equal(beyond, 0, 'nothing is behind a scroll')
    await press(page, '1건 발송하기')
    await see(page, '1건 중 1건을 보냈어요.')
    staff.sawNoFault()
  })

  test('of more drops than today shows, the last that opened are seen, and the way to all', async () => {
    for (let made = 0; made < 9; made++) await shop.makeDrop()
    const { title } = await shop.makeDrop()
    await using staff = await aShopper(place, { as: merchant, width: 1_280 })
    const { page } = staff
    await staff.go('/console/')
    const open = page.getByRole('region', { name: '지금 열린 드롭' })
    await open.getByRole('link', { name: title }).waitFor()
    assert.equal(await open.getByRole('listitem').count(), 8)
    await open.getByRole('link', { name: /개 모두 보기$/ }).click()
    await page.getByRole('table').getByRole('link', { name: title }).waitFor()
    assert.equal(new URL(page.url()).search, '?state=open')
    staff.sawNoFault()
  })

  test('while orders do not answer nobody is told that there are none, neither in the finder nor in bulk shipping', async () => {
    const drop = await shop.makeDrop()
    const { reserved } = await shop.buy(await aBuyer(shop), drop)
    const number = reserved.orderId.slice(0, 13)
    await using staff = await aShopper(place, { as: merchant, width: 1_440 })
    const { page } = staff
    const body = JSON.stringify({ code: 'try_again' })
    const refuse = { status: 503, contentType: 'application/problem+json', body }
    await staff.go('/console/')
    await page.getByRole('heading', { name: '오늘' }).waitFor()
    await page.route('**/api/admin/orders?*', route => route.fulfill(refuse))

    await page.keyboard.press('/')
    await page.keyboard.insertText(`${drop.dropId}#1`)
    await dialog(page)
      .getByRole('link', { name: new RegExp(drop.title) })
      .waitFor()
    const again = page.getByRole('button', { name: '다시 시도' })
    await dialog(page).locator(again).waitFor()
    await dialog(page).getByRole('textbox').fill(reserved.orderId)
    await dialog(page).locator(again).waitFor()
    assert.equal(await dialog(page).getByText('찾은 것이 없어요').count(), 0)
    await page.keyboard.press('Escape')

    await page.getByRole('link', { name: '일괄 발송' }).click()
    await page.getByLabel('보낼 것').fill(`${number},CJ대한통운,6401`)
    await page.locator('main').locator(again).waitFor()
    assert.equal(await page.getByText('보낼 주문 목록에 없어요').count(), 0)
    await page.unroute('**/api/admin/orders?*')
    await page.locator('main').locator(again).click()
    await page.getByRole('cell', { name: 'CJ대한통운 · 6401' }).waitFor()
    staff.sawNoFault({ refused: ['503 GET /api/admin/orders', ...notThose] })
  })

  test('Enter opens nothing that was found for what stood there before', async () => {
    const [older, newer] = [await shop.makeDrop(), await shop.makeDrop()]
    await using staff = await aShopper(place, { as: merchant, width: 1_440 })
    const { page } = staff
    await staff.go('/console/')
    await page.getByRole('heading', { name: '오늘' }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.insertText(older.dropId)
    await dialog(page)
      .getByRole('link', { name: new RegExp(older.title) })
      .waitFor()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.insertText(newer.dropId)
    await page.keyboard.press('Enter')
    await dialog(page)
      .getByRole('link', { name: new RegExp(newer.title) })
      .waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/console/drops/${newer.dropId}`)
    staff.sawNoFault({ refused: notThose })
  })

  test('by keyboard alone an order is found by its receipt and by the shopper’s address', async () => {
    const buyer = await shop.signUp()
    const drop = await shop.makeDrop()
    const { reserved } = await shop.buy(buyer, drop)
    await using staff = await aShopper(place, { as: merchant, width: 1_440 })
    const { page } = staff
    await staff.go('/console/')
    await page.getByRole('heading', { name: '오늘' }).waitFor()
    for (const sought of [
      JSON.stringify(reserved.receipt),
      reserved.orderId.slice(0, 13),
      buyer.email,
    ]) {
      await page.keyboard.press('/')
      await page.keyboard.insertText(sought)
      const found = dialog(page).getByRole('link', {
        name: new RegExp(reserved.orderId.slice(0, 13)),
      })
      await found.waitFor()
      // As where what had the focus went with an older answer.
      await page.evaluate('document.activeElement.blur()')
      const isThere = () => found.evaluate(link => link === link.ownerDocument.activeElement)
      for (let step = 0; step < 20 && !(await isThere()); step++) {
        await page.keyboard.press('ArrowDown')
      }
      await page.keyboard.press('Enter')
      await page.waitForURL(`**/console/orders/${reserved.orderId}`)
      await page.getByRole('heading', { name: /^주문 [0-9a-f]{8}-/ }).waitFor()
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
