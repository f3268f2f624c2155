import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { granted, membersUnderTest, visitor } from './members-under-test.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

suite('What members forgets', () => {
  test('is what has expired, and nothing that lives', async () => {
    await using shop = await membersUnderTest()
    const { session, email } = await shop.aMember()
    granted(await shop.refresh(session))
    await shop.register('waiting@example.com')
    // The job that forgets may be quicker than the test.
    const leftAfterPruning = async () => {
      await shop.deps.database.write.prune({ limit: 100 })
      const tables = ['verification', 'throttle', 'refresh_token']
      const rows = await Promise.all(tables.map(table => shop.databases.rowsOf('members', table)))
      return rows.map(each => each.length)
    }
    assert.deepEqual(await leftAfterPruning(), [1, 2, 2])

    shop.clock.advance(2 * DAY_MS)
    assert.deepEqual(await leftAfterPruning(), [0, 0, 2], 'an old code, the counts of two sign-ups')
    const later = await shop.logIn(email)
    shop.clock.advance(6 * DAY_MS)
    assert.deepEqual(await leftAfterPruning(), [0, 0, 1], "the first session's refresh tokens")
    granted(await shop.refresh(later))
    granted(await shop.calls.listMembers({}, visitor))
  })
})
