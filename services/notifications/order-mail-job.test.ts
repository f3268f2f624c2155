import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { aPaidOrder, notificationsUnderTest } from './notifications-under-test.ts'

suite('Who pays for an order', () => {
  test('gets one mail about it, however often the payment is announced', async () => {
    await using shop = await notificationsUnderTest()
    const order = aPaidOrder(1)
    await shop.consume([order])
    const mails = await shop.inTime(async () => {
      const found = await shop.mailbox(`${order.memberId}@example.com`)
      return found.length > 0 && found
    })
    assert.equal(mails.length, 1)
    assert.equal(mails[0]?.subject, '주문이 확정됐어요')
    assert.match(mails[0]?.text ?? '', /한정판 운동화\n결제 금액: ₩19,900/)

    await shop.consume([{ ...order, number: 2 }, aPaidOrder(3)], 1)
    await shop.inTime(async () => (await shop.mailbox()).length === 2)
    assert.equal((await shop.mailbox(`${order.memberId}@example.com`)).length, 1)
  })

  test('reads which of a product was bought, and how many', async () => {
    await using shop = await notificationsUnderTest()
    const mug = { title: 'Return Mug', options: { colour: 'red', size: 'L' }, quantity: 2 }
    const other = { ...mug, options: { colour: 'blue' }, quantity: 1 }
    await shop.consume([aPaidOrder(1, [mug, other, { ...other, options: {} }])])
    const [mail] = await shop.inTime(async () => {
      const found = await shop.mailbox()
      return found.length > 0 && found
    })
    assert.match(mail?.text ?? '', /Return Mug \(red, L\) × 2\nReturn Mug \(blue\)\nReturn Mug\n/)
  })

  test('hears of it though a thousand pay at once, and members is asked a few times only', async () => {
    await using shop = await notificationsUnderTest()
    const orders = Array.from({ length: 1_000 }, (_, n) => aPaidOrder(n + 1))
    await shop.consume(orders.slice(0, 500))
    await shop.consume(orders.slice(500), 500)
    await shop.inTime(async () => {
      const waiting = await shop.database.read.listPaidOrders({ limit: 1 })
      return waiting.length === 0
    })
    const total = shop.members.state.asked.reduce((sum, count) => sum + count, 0)
    assert.equal(total, 1_000)
    assert(shop.members.state.asked.every(count => count <= 200))
    for (const { memberId } of [orders[0], orders[499], orders[999]].flatMap(
      order => order ?? [],
    )) {
      assert.equal((await shop.mailbox(`${memberId}@example.com`)).length, 1)
    }
  })

  test('gets the mail later where members is down, and none where the account is gone', async () => {
    await using shop = await notificationsUnderTest()
    const [order, orphan] = [aPaidOrder(1), aPaidOrder(2)]
    shop.members.state.isDown = true
    shop.members.state.gone.add(orphan.memberId)
    await shop.consume([order, orphan])
    shop.clock.advance(60_000)
    assert.deepEqual(await shop.mailbox(), [])
    shop.members.state.isDown = false
    await shop.inTime(async () => (await shop.mailbox()).length === 1)
    assert.deepEqual(await shop.database.read.listPaidOrders({ limit: 1 }), [])
  })

  test('gets no mail for what else happens to orders', async () => {
    await using shop = await notificationsUnderTest()
    await shop.consume([{ ...aPaidOrder(1), type: 'order.placed' }])
    assert.deepEqual(await shop.database.read.listPaidOrders({ limit: 1 }), [])
  })
})
