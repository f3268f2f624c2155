import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { fromService } from '#platform/rpc/rpc.ts'
import { aPaidOrder, aVerification, notificationsUnderTest } from './notifications-under-test.ts'

suite('What mails know of a member', () => {
  test('is told to the member without codes and links, and only the own', async () => {
    await using shop = await notificationsUnderTest()
    await shop.calls.sendVerification(aVerification('sunsin@example.com'), fromService)
    await shop.calls.sendVerification(aVerification('other@example.com'), fromService)
    const { memberId } = aPaidOrder()
    const answer = await shop.calls.exportMails({ memberId, to: 'sunsin@example.com' }, fromService)
    const nowMs = shop.clock.nowMs()
    const subject = '이메일 주소를 확인해 주세요'
    assert.deepEqual(answer, {
      mails: [{ kind: 'verification', subject, queuedAtMs: nowMs, sentAtMs: nowMs }],
      reminders: [],
    })
  })

  test('is forgotten with the account, with what was still to be written', async () => {
    await using shop = await notificationsUnderTest()
    shop.members.state.isDown = true
    const order = aPaidOrder()
    await shop.consume([order])
    const to = `${order.memberId}@example.com`
    await shop.calls.sendVerification(aVerification(to), fromService)
    await shop.calls.sendVerification(aVerification('other@example.com'), fromService)
    for (const _ of ['once', 'and again']) {
      await shop.calls.eraseMails({ memberId: order.memberId, to }, fromService)
    }
    assert.deepEqual(await shop.mailbox(to), [])
    assert.equal((await shop.mailbox()).length, 1)
    assert.deepEqual(await shop.database.read.listPaidOrders({ limit: 10 }), [])
  })
})
