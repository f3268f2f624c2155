import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uuidv8 } from '#platform/ids.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { notificationsUnderTest } from './notifications-under-test.ts'

test('who waited for a product gets one mail when it is back, however often it is told', async () => {
  await using notifications = await notificationsUnderTest()
  const [memberId, goneId, productId, skuId] = [...'abcd'].map(name => uuidv8('test', name))
  assert.ok(memberId && goneId && productId && skuId)
  notifications.members.state.gone.add(goneId)
  const notices = [memberId, goneId].map(memberId => {
    const goods = { productId, skuId, title: '첫눈 러너', options: { colour: '파랑', size: 'M' } }
    return { mailId: uuidv8('mail', memberId), memberId, ...goods }
  })
  await notifications.calls.sendRestockNotices({ notices }, fromService)
  await notifications.calls.sendRestockNotices({ notices }, fromService)
  const mails = await notifications.mailbox()
  assert.deepEqual(
    mails.map(mail => mail.to),
    [`${memberId}@example.com`],
  )
  assert.match(
    mails[0]?.text ?? '',
    new RegExp(`첫눈 러너 \\(파랑, M\\)\n[^]*/products/${productId}\\?sku=${skuId}`),
  )
})
