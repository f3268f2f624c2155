import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { CallContext } from '#contracts/operation.ts'
import { uuidv8 } from '#platform/ids.ts'
import { reminderOf } from './drop-reminders.ts'
import { notificationsUnderTest } from './notifications-under-test.ts'

const id = (what: string) => uuidv8('reminder of a test', what)
const dropId = id('drop')
const MINUTE_MS = 60_000

const as = (memberId: string): CallContext => ({
  caller: { memberId, roles: ['member'], emailVerified: true, sessionId: id('session') },
})
const [minji, jisoo] = [id('minji'), id('jisoo')]

suite('Who wants to be reminded of a drop', () => {
  test('has one mail ten minutes before it opens, however often it was asked for', async () => {
    await using shop = await notificationsUnderTest()
    const opensAtMs = shop.clock.nowMs() + 60 * MINUTE_MS
    shop.stock.opensAtMs.set(dropId, opensAtMs)
    for (const member of [minji, minji, jisoo]) {
      assert.equal(await shop.calls.putReminder({ dropId }, as(member)), null)
    }
    await shop.calls.removeReminder({ dropId }, as(jisoo))
    await shop.inTime(() => shop.clock.nowMs() >= opensAtMs - 10 * MINUTE_MS - 1_000)
    assert.deepEqual(await shop.mailbox(), [], 'none too early')
    const mails = await shop.inTime(async () => {
      const found = await shop.mailbox()
      return found.length > 0 && found
    })
    assert.ok(shop.clock.nowMs() <= opensAtMs - 9 * MINUTE_MS, 'in time')
    assert.deepEqual(
      mails.map(({ to, subject }) => [to, subject]),
      [[`${minji}@example.com`, '기다리시던 선착순 판매가 곧 열려요']],
    )
    assert.match(mails[0]?.text ?? '', /\n한정판 운동화 \(270\)\n/)
    await shop.calls.putReminder({ dropId }, as(minji))
    await shop.inTime(() => shop.clock.nowMs() >= opensAtMs)
    await shop.inTime(async () => (await shop.rowsOf('watched_drop')).length === 0)
    assert.equal((await shop.mailbox()).length, 1, 'once')
  })

  test('has it at the new time, where the drop is moved', async () => {
    await using shop = await notificationsUnderTest()
    const startMs = shop.clock.nowMs()
    shop.stock.opensAtMs.set(dropId, startMs + 24 * 60 * MINUTE_MS)
    await shop.calls.putReminder({ dropId }, as(minji))
    shop.stock.opensAtMs.set(dropId, startMs + 15 * MINUTE_MS)
    await shop.inTime(async () => (await shop.mailbox()).length === 1)
    assert.ok(shop.clock.nowMs() >= startMs + 5 * MINUTE_MS)
    assert.ok(shop.clock.nowMs() < startMs + 15 * MINUTE_MS)
  })

  test('is told nothing of a drop that is gone, or was opened before its time', async () => {
    await using shop = await notificationsUnderTest()
    shop.stock.opensAtMs.set(dropId, shop.clock.nowMs() + 60 * MINUTE_MS)
    await shop.calls.putReminder({ dropId }, as(minji))
    shop.stock.opensAtMs.set(dropId, shop.clock.nowMs())
    await shop.inTime(async () => (await shop.rowsOf('watched_drop')).length === 0)
    assert.deepEqual(await shop.rowsOf('drop_reminder'), [])
    assert.deepEqual(await shop.mailbox(), [])
    const asked = (id: string) => shop.calls.putReminder({ dropId: id }, as(minji))
    assert.deepEqual(await asked(dropId), { refused: 'drop_already_open' })
    assert.deepEqual(await asked(id('another')), { refused: 'not_found' })
  })

  test('is forgotten with the account', async () => {
    await using shop = await notificationsUnderTest()
    shop.stock.opensAtMs.set(dropId, shop.clock.nowMs() + 60 * MINUTE_MS)
    await shop.calls.putReminder({ dropId }, as(minji))
    await shop.calls.eraseMails({ memberId: minji, to: `${minji}@example.com` }, { caller: null })
    assert.deepEqual(await shop.rowsOf('drop_reminder'), [])
  })
})

test('a reminder is due in the last ten minutes before the opening, and never after it', () => {
  const due = (serverTimeMs: number, state: 'upcoming' | 'open' | 'ended' = 'upcoming') =>
    reminderOf({ state, opensAtMs: 1_000_000, serverTimeMs }).due
  assert.equal(due(399_999), 'later')
  assert.equal(due(400_000), 'now')
  assert.equal(due(999_999), 'now')
  assert.equal(due(1_000_000, 'open'), 'never')
  assert.equal(due(0, 'ended'), 'never')
})
