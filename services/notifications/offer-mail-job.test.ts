import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { stockEvents } from '#contracts/stock.ts'
import { uuidv8 } from '#platform/ids.ts'
import { notificationsUnderTest, PUBLIC_URL } from './notifications-under-test.ts'

const id = (what: string) => uuidv8('offer of a test', what)
const memberId = id('member')

const anOffer = (number: number) => ({
  number,
  type: stockEvents.offered.type,
  subject: id('entry'),
  version: 1,
  timeMs: Date.UTC(2026, 10, 21, 3),
  data: JSON.stringify({
    ...{ entryId: id('entry'), dropId: id('drop'), memberId, reservationId: id('reservation') },
    ...{ orderId: id('order'), title: '한정판 머그컵', quantity: 2 },
    options: { colour: '빨강', size: 'L' },
    ...{ offeredAtMs: Date.UTC(2026, 10, 21, 3), expiresAtMs: Date.UTC(2026, 10, 21, 3, 10) },
  }),
})

suite('Who waited and is offered units', () => {
  test('gets one mail that says what, until when and where, however often it is announced', async () => {
    await using shop = await notificationsUnderTest()
    await shop.consume([anOffer(1)], 0, 'stock')
    const [mail] = await shop.inTime(async () => {
      const found = await shop.mailbox(`${memberId}@example.com`)
      return found.length > 0 && found
    })
    assert.equal(mail?.subject, '기다리시던 상품의 차례가 왔어요')
    assert.match(
      mail?.text ?? '',
      /한정판 머그컵 \(빨강, L\)\n수량: 2\n결제 마감\(서울\): 2026년 11월 21일/,
    )
    assert.ok(mail?.text.includes(`${PUBLIC_URL}/orders/${id('order')}`))
    await shop.consume([anOffer(2)], 1, 'stock')
    await shop.inTime(async () => (await shop.database.read.listOffers({ limit: 1 })).length === 0)
    assert.equal((await shop.mailbox(`${memberId}@example.com`)).length, 1)
  })
})
