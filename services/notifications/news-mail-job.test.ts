import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { orderEvents } from '#contracts/orders.ts'
import { paymentEvents } from '#contracts/payments.ts'
import { uuidv8 } from '#platform/ids.ts'
import { notificationsUnderTest, PUBLIC_URL } from './notifications-under-test.ts'

const id = (what: string) => uuidv8('news of a test', what)
const memberId = id('member')
const orderId = id('order')
const atMs = Date.UTC(2026, 10, 21, 3)

const row = (number: number, type: string, data: object) => ({
  ...{ number, type, subject: orderId, version: 3, timeMs: atMs },
  data: JSON.stringify({ orderId, memberId, ...data }),
})
const shipped = (number: number) =>
  row(number, orderEvents.shipped.type, {
    ...{ carrier: '한진택배', trackingNumber: 'HJ-42', titles: ['머그컵'], shippedAtMs: atMs },
    goods: [{ title: '머그컵', options: { colour: '빨강' }, quantity: 2 }],
  })
const refunded = (number: number) =>
  row(number, paymentEvents.refunded.type, {
    ...{ paymentId: id('payment'), refundId: id('refund'), reason: 'returned' },
    ...{ amount: { amountMinor: 9_900, currency: 'KRW' }, refundedAtMs: atMs },
    refundedTotal: { amountMinor: 9_900, currency: 'KRW' },
    captured: { amountMinor: 19_900, currency: 'KRW' },
  })

const delivered = (number: number) =>
  row(number, orderEvents.delivered.type, { titles: ['머그컵'], deliveredAtMs: atMs })
const declined = (number: number, version: number) => ({
  ...row(number, paymentEvents.declined.type, {
    ...{ paymentId: id('payment'), reservationId: id('reservation') },
    ...{ amount: { amountMinor: 9_900, currency: 'KRW' }, declineCode: 'card_declined' },
    declinedAtMs: atMs,
  }),
  version,
})

suite('The member of an order', () => {
  test('is told that it has arrived, and of each payment that was declined', async () => {
    await using shop = await notificationsUnderTest()
    await shop.consume([delivered(1), { ...delivered(2), number: 2 }], 0, 'orders')
    await shop.consume([declined(1, 1), declined(2, 2), declined(3, 2)], 0, 'payments')
    await shop.inTime(async () => (await shop.mailbox()).length === 3)
    const subjects = (await shop.mailbox()).map(({ subject }) => subject).sort()
    assert.deepEqual(subjects, [
      ...['결제가 되지 않았어요', '결제가 되지 않았어요', '주문하신 상품이 도착했어요'],
    ])
  })

  test('is told who brings it and under which number, and how much money went back, each once', async () => {
    await using shop = await notificationsUnderTest()
    await shop.consume([shipped(1)], 0, 'orders')
    await shop.consume([refunded(1)], 0, 'payments')
    const mails = await shop.inTime(async () => {
      const found = await shop.mailbox(`${memberId}@example.com`)
      return found.length === 2 && found
    })
    const textOf = (subject: string) => mails.find(mail => mail.subject === subject)?.text ?? ''
    assert.match(
      textOf('주문하신 상품을 보냈어요'),
      /머그컵 \(빨강\) × 2\n택배사: 한진택배\n운송장 번호: HJ-42/,
    )
    assert.match(textOf('일부 금액을 환불했어요'), /환불 금액: ₩9,900\n결제하신 금액: ₩19,900/)
    assert.ok(mails.every(({ text }) => text.includes(`${PUBLIC_URL}/orders/${orderId}`)))
    await shop.consume([shipped(2)], 1, 'orders')
    await shop.inTime(async () => (await shop.database.read.listNews({ limit: 1 })).length === 0)
    assert.equal((await shop.mailbox(`${memberId}@example.com`)).length, 2)
  })
})
