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
    const prune = () => shop.deps.database.write.prune({ limit: 100 })
    assert.equal(await prune(), 0)

    shop.clock.advance(2 * DAY_MS)
    assert.equal(await prune(), 3, 'an old code, and the counts of two sign-ups')
    const later = await shop.logIn(email)
    shop.clock.advance(6 * DAY_MS)
    assert.equal(await prune(), 2, 'the two refresh tokens of the first session')
    granted(await shop.refresh(later))
    granted(await shop.calls.listMembers({}, visitor))
  })
})
