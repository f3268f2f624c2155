import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { granted, membersUnderTest, PASSWORD, refusalOf, visitor } from './members-under-test.ts'

const MINUTE_MS = 60_000

suite('Logging in', () => {
  test('gives an access token of fifteen minutes, and says who it is', async () => {
    await using shop = await membersUnderTest()
    const { email, session, context } = await shop.aMember()
    assert.equal(session.expiresAtMs, shop.clock.nowMs() + 15 * MINUTE_MS)
    assert.deepEqual(context.caller.roles, ['member'])
    assert.equal(context.caller.emailVerified, true)
    const me = granted(await shop.calls.readMe({}, context))
    assert.equal(me.email, email)
  })

  test('refuses a wrong password and an unknown address alike', async () => {
    await using shop = await membersUnderTest()
    const { email } = await shop.aMember()
    const wrong = await shop.calls.logIn({ email, password: 'wrong' }, visitor)
    const unknown = await shop.calls.logIn(
      { email: 'nobody@example.com', password: 'wrong' },
      visitor,
    )
    assert.deepEqual(wrong, { refused: 'credentials_invalid' })
    assert.deepEqual(unknown, wrong)
  })

  test('lets ten wrong passwords through and then makes wait, for unknown addresses too', async () => {
    await using shop = await membersUnderTest()
    const { email } = await shop.aMember()
    for (const tried of [email, 'nobody@example.com']) {
      const attempts = Array.from({ length: 40 }, () =>
        shop.calls.logIn({ email: tried, password: 'wrong' }, visitor),
      )
      const answers = await Promise.all(attempts)
      const refusals = answers.map(refusalOf)
      assert.equal(refusals.filter(refusal => refusal === 'credentials_invalid').length, 10)
      assert.equal(refusals.filter(refusal => refusal === 'too_many_attempts').length, 30)
      assert.deepEqual(answers.at(-1), {
        refused: 'too_many_attempts',
        details: { retryAfterSeconds: 1 },
      })
    }
    const right = await shop.calls.logIn({ email, password: PASSWORD }, visitor)
    assert.equal(refusalOf(right), 'too_many_attempts', 'the wait tells nothing of the password')
    shop.clock.advance(1_000)
    await shop.logIn(email)
    await shop.logIn(email)
  })

  test('works for the owner at a known address while strangers guess', async () => {
    await using shop = await membersUnderTest()
    const { email } = await shop.aMember()
    await shop.logIn(email, { address: '203.0.113.7' })
    for (let n = 0; n < 11; n++) {
      const stranger = { caller: null, address: '198.51.100.9' }
      await shop.calls.logIn({ email, password: 'wrong' }, stranger)
    }
    const elsewhere = await shop.calls.logIn({ email, password: PASSWORD }, visitor)
    assert.equal(refusalOf(elsewhere), 'too_many_attempts')
    await shop.logIn(email, { address: '203.0.113.7' })
  })

  test('makes an address wait from which a hundred wrong passwords came', {
    timeout: 60_000,
  }, async () => {
    await using shop = await membersUnderTest()
    const { email } = await shop.aMember()
    const context = { caller: null, address: '198.51.100.9' }
    const guesses = Array.from({ length: 100 }, (_, n) =>
      shop.calls.logIn({ email: `victim${n}@example.com`, password: 'summer2026' }, context),
    )
    assert.deepEqual(
      new Set((await Promise.all(guesses)).map(refusalOf)),
      new Set(['credentials_invalid']),
    )
    const next = await shop.calls.logIn({ email, password: PASSWORD }, context)
    assert.equal(refusalOf(next), 'too_many_attempts')
    await shop.logIn(email, { address: '203.0.113.7' })
  })

  test('counts nothing where limits are off', async () => {
    await using shop = await membersUnderTest({ rateLimits: false })
    const { email } = await shop.aMember()
    for (let n = 0; n < 15; n++) await shop.calls.logIn({ email, password: 'wrong' }, visitor)
    await shop.logIn(email)
  })
})
