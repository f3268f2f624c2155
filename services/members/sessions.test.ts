import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { eventually, granted, membersUnderTest, refusalOf, visitor } from './members-under-test.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const NOWHERE = '00000000-0000-7000-8000-000000000000'

suite('A session', () => {
  test('goes on with each new refresh token, for seven days from the last', async () => {
    await using shop = await membersUnderTest()
    let { session } = await shop.aMember()
    for (let day = 0; day < 12; day += 6) {
      shop.clock.advance(6 * DAY_MS)
      session = granted(await shop.refresh(session))
      assert.equal(session.expiresAtMs, shop.clock.nowMs() + 15 * MINUTE_MS)
    }
    shop.clock.advance(7 * DAY_MS)
    assert.equal(refusalOf(await shop.refresh(session)), 'token_invalid')
  })

  test('ends ninety days after the login, however often it was refreshed', async () => {
    await using shop = await membersUnderTest()
    let { session } = await shop.aMember()
    for (let day = 6; day < 90; day += 6) {
      shop.clock.advance(6 * DAY_MS)
      session = granted(await shop.refresh(session))
    }
    shop.clock.advance(6 * DAY_MS - 1)
    const last = granted(await shop.refresh(session))
    shop.clock.advance(1)
    assert.equal(refusalOf(await shop.refresh(last)), 'token_invalid')
  })

  test('takes the refresh token from the cookie too', async () => {
    await using shop = await membersUnderTest()
    const { refreshToken = '' } = (await shop.aMember()).session
    granted(await shop.calls.refreshSession({}, { caller: null, refreshToken }))
    assert.equal(refusalOf(await shop.calls.refreshSession({}, visitor)), 'token_missing')
    const invented = { refreshToken: 'a'.repeat(43) }
    assert.equal(refusalOf(await shop.calls.refreshSession(invented, visitor)), 'token_invalid')
  })

  test('that ends because its token was used twice is told to the member by mail', async () => {
    await using shop = await membersUnderTest()
    const { email, session } = await shop.aMember()
    granted(await shop.refresh(session))
    shop.clock.advance(10_000)
    await shop.refresh(session)
    assert.equal((await shop.mailTo(email, 2)).kind, 'session_reused')
    await shop.refresh(session)
    shop.clock.advance(5_000)
    assert.equal(shop.mails.length, 2, 'one mail, however often it comes')
  })

  test('survives a lost answer: the last token answers once more within ten seconds', async () => {
    await using shop = await membersUnderTest()
    const { session } = await shop.aMember()
    granted(await shop.refresh(session))
    shop.clock.advance(9_999)
    const repeated = granted(await shop.refresh(session))
    granted(await shop.refresh(repeated))
  })

  test('ends when a rotated token comes again, for the thief and the owner alike', async () => {
    await using shop = await membersUnderTest()
    const { session, context } = await shop.aMember()
    const next = granted(await shop.refresh(session))
    shop.clock.advance(10_000)
    assert.equal(refusalOf(await shop.refresh(session)), 'token_invalid')
    assert.equal(refusalOf(await shop.refresh(next)), 'token_invalid')
    const { sessionId } = context.caller
    assert.deepEqual(shop.published.at(-1), { topic: 'session-ended', message: { sessionId } })
    const { sessionIds } = granted(await shop.calls.listEndedSessions({}, visitor))
    assert.deepEqual(sessionIds, [sessionId])
    shop.clock.advance(30 * MINUTE_MS)
    const later = granted(await shop.calls.listEndedSessions({}, visitor))
    assert.deepEqual(later.sessionIds, [], 'its access tokens are over')
  })

  test('ends when the token before comes back after the new one was used, however soon', async () => {
    await using shop = await membersUnderTest()
    const { session } = await shop.aMember()
    const next = granted(await shop.refresh(session))
    const newest = granted(await shop.refresh(next))
    assert.equal(refusalOf(await shop.refresh(session)), 'token_invalid')
    assert.equal(refusalOf(await shop.refresh(newest)), 'token_invalid')
    assert.equal(shop.published.at(-1)?.topic, 'session-ended')
  })

  test('ends when the lost answer turns up after the repeated one was used', async () => {
    await using shop = await membersUnderTest()
    const { session } = await shop.aMember()
    const lost = granted(await shop.refresh(session))
    const repeated = granted(await shop.refresh(session))
    const newest = granted(await shop.refresh(repeated))
    assert.equal(refusalOf(await shop.refresh(lost)), 'token_invalid')
    assert.equal(refusalOf(await shop.refresh(newest)), 'token_invalid')
  })

  test('ends at the latest with the second repetition', async () => {
    await using shop = await membersUnderTest()
    const { session } = await shop.aMember()
    const attempts = Array.from({ length: 5 }, () => shop.refresh(session))
    const refusals = (await Promise.all(attempts)).map(refusalOf).sort()
    assert.deepEqual(refusals, [null, null, 'token_invalid', 'token_invalid', 'token_invalid'])
  })

  test('of one device does not disturb another that refreshes at the same moment', async () => {
    await using shop = await membersUnderTest()
    const { email, session: phone } = await shop.aMember()
    const laptop = await shop.logIn(email)
    const both = await Promise.all([shop.refresh(phone), shop.refresh(laptop)])
    assert.deepEqual(both.map(refusalOf), [null, null])
  })

  test('is listed by its device, the newest first, with the present one marked', async () => {
    await using shop = await membersUnderTest()
    const { email, context } = await shop.aMember()
    shop.clock.advance(1_000)
    await shop.logIn(email, { userAgent: 'curl/8.5.0' })
    shop.clock.advance(1_000)
    await shop.logIn(email, { userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' })
    const first = granted(await shop.calls.listSessions({ limit: 2 }, context))
    assert.deepEqual(
      first.items.map(({ device, current }) => [device, current]),
      [
        ['Firefox on Linux', false],
        ['curl', false],
      ],
    )
    const cursor = first.nextCursor ?? ''
    const second = granted(await shop.calls.listSessions({ cursor, limit: 2 }, context))
    assert.deepEqual(
      second.items.map(({ device, current }) => [device, current]),
      [['Unknown device', true]],
    )
    assert.equal(second.nextCursor, null)
    const foreign = await shop.calls.listSessions({ cursor: 'bm90IG91cnM' }, context)
    assert.equal(refusalOf(foreign), 'invalid_request')
  })

  test('is ended by its member, on this device, on another, or on all', async () => {
    await using shop = await membersUnderTest()
    const { email, context, session } = await shop.aMember()
    const others = [await shop.logIn(email), await shop.logIn(email), await shop.logIn(email)]
    const list = async () => granted(await shop.calls.listSessions({}, context)).items
    const { sessionId } = (await list()).find(({ current }) => !current) ?? { sessionId: '' }
    assert.equal(await shop.calls.endSession({ sessionId }, context), null)
    assert.equal(refusalOf(await shop.calls.endSession({ sessionId }, context)), 'not_found')
    assert.equal((await list()).length, 3)
    assert.equal(await shop.calls.logOut({}, context), null)
    assert.equal((await list()).length, 2)
    assert.equal(await shop.calls.logOutEverywhere({}, context), null)
    assert.deepEqual(await list(), [])
    for (const ended of [session, ...others]) {
      assert.equal(refusalOf(await shop.refresh(ended)), 'token_invalid')
    }
    const { sessionIds } = granted(await shop.calls.listEndedSessions({}, visitor))
    const told = shop.published.filter(({ topic }) => topic === 'session-ended')
    assert.deepEqual([sessionIds.length, told.length], [4, 4])
    assert.deepEqual([...shop.denied].sort(), [...sessionIds].sort())
    shop.denied.clear()
    shop.clock.advance(10_000)
    await eventually('the whole list again', () => shop.denied.size === 4)
  })

  test('of somebody else is not to be found', async () => {
    await using shop = await membersUnderTest()
    const { context } = await shop.aMember('one@example.com')
    const { context: other } = await shop.aMember('two@example.com')
    const { sessionId } = other.caller
    assert.equal(refusalOf(await shop.calls.endSession({ sessionId }, context)), 'not_found')
    const unknown = { sessionId: NOWHERE }
    assert.equal(refusalOf(await shop.calls.endSession(unknown, context)), 'not_found')
  })
})
