import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { granted, membersUnderTest, PASSWORD, refusalOf, visitor } from './members-under-test.ts'

const MINUTE_MS = 60_000
const NEXT = 'the tide turns at noon'

suite('Changing the password', () => {
  test('needs the present one, ends the other sessions, keeps this one, and is mailed', async () => {
    await using shop = await membersUnderTest()
    const { email, session, context } = await shop.aMember()
    const other = await shop.logIn(email)
    const change = (currentPassword: string) =>
      shop.calls.changePassword({ currentPassword, newPassword: NEXT }, context)

    assert.equal(refusalOf(await change('wrong')), 'credentials_invalid')
    assert.equal(await change(PASSWORD), null)
    assert.equal((await shop.mailTo(email, 2)).kind, 'password_changed')
    assert.equal(refusalOf(await shop.refresh(other)), 'token_invalid')
    granted(await shop.refresh(session))
    const { caller } = await shop.contextOf(other)
    assert.deepEqual(granted(await shop.calls.listEndedSessions({}, visitor)).sessionIds, [
      caller.sessionId,
    ])
    const old = await shop.calls.logIn({ email, password: PASSWORD }, visitor)
    assert.equal(refusalOf(old), 'credentials_invalid')
    await shop.logIn(email, {}, NEXT)
  })

  test('lets a thief of a session guess ten times, and the owner log in meanwhile', async () => {
    await using shop = await membersUnderTest()
    const { email, context } = await shop.aMember()
    const guesses = Array.from({ length: 20 }, () =>
      shop.calls.changePassword({ currentPassword: 'wrong', newPassword: NEXT }, context),
    )
    const refusals = (await Promise.all(guesses)).map(refusalOf)
    assert.equal(refusals.filter(code => code === 'credentials_invalid').length, 10)
    assert.equal(refusals.filter(code => code === 'too_many_attempts').length, 10)
    await shop.logIn(email)
  })

  test('twice at once is done once', async () => {
    await using shop = await membersUnderTest()
    const { context } = await shop.aMember()
    const answers = await Promise.all(
      [NEXT, 'another one'].map(newPassword =>
        shop.calls.changePassword({ currentPassword: PASSWORD, newPassword }, context),
      ),
    )
    assert.deepEqual(answers.map(refusalOf).sort(), ['credentials_invalid', null])
  })
})

suite('Choosing a password by mail', () => {
  test('works once, and ends every session', async () => {
    await using shop = await membersUnderTest()
    const { email, session } = await shop.aMember()
    assert.deepEqual(await shop.calls.requestPasswordReset({ email }, visitor), {
      status: 'reset_sent',
    })
    const { kind, token = '' } = await shop.mailTo(email, 2)
    assert.equal(kind, 'password_reset asked')
    const confirm = () => shop.calls.confirmPasswordReset({ token, newPassword: NEXT }, visitor)

    const answers = await Promise.all([confirm(), confirm(), confirm()])
    assert.equal(answers.filter(answer => answer === null).length, 1)
    assert.equal(refusalOf(await confirm()), 'reset_token_invalid')
    assert.equal(refusalOf(await shop.refresh(session)), 'token_invalid')
    assert.equal((await shop.mailTo(email, 3)).kind, 'password_changed')
    const old = await shop.calls.logIn({ email, password: PASSWORD }, visitor)
    assert.equal(refusalOf(old), 'credentials_invalid')
    await shop.logIn(email, {}, NEXT)
  })

  test('lets the owner in although strangers have guessed without end', async () => {
    await using shop = await membersUnderTest()
    const { email } = await shop.aMember()
    for (let n = 0; n < 12; n++) await shop.calls.logIn({ email, password: 'wrong' }, visitor)
    const waiting = await shop.calls.logIn({ email, password: PASSWORD }, visitor)
    assert.equal(refusalOf(waiting), 'too_many_attempts')
    await shop.calls.requestPasswordReset({ email }, visitor)
    const { token = '' } = await shop.mailTo(email, 2)
    await shop.calls.confirmPasswordReset({ token, newPassword: NEXT }, visitor)
    await shop.logIn(email, {}, NEXT)
  })

  test('is good for an hour, and void once the password was changed', async () => {
    await using shop = await membersUnderTest()
    const { email, context } = await shop.aMember()
    const askAgain = async (nth: number) => {
      await shop.calls.requestPasswordReset({ email }, visitor)
      return (await shop.mailTo(email, nth)).token ?? ''
    }
    const first = await askAgain(2)
    shop.clock.advance(60 * MINUTE_MS)
    const second = await askAgain(3)
    const change = { currentPassword: PASSWORD, newPassword: NEXT }
    assert.equal(await shop.calls.changePassword(change, context), null)
    for (const token of [first, second]) {
      const answer = await shop.calls.confirmPasswordReset(
        { token, newPassword: 'too late for this one' },
        visitor,
      )
      assert.equal(refusalOf(answer), 'reset_token_invalid')
    }
  })

  test('is not the first that others would try, and the link stays good for another', async () => {
    await using shop = await membersUnderTest()
    const { email, context } = await shop.aMember()
    await shop.calls.requestPasswordReset({ email }, visitor)
    const { token = '' } = await shop.mailTo(email, 2)
    for (const newPassword of ['password123', '12345678', 'firstcome1']) {
      const answers = [
        await shop.calls.confirmPasswordReset({ token, newPassword }, visitor),
        await shop.calls.changePassword({ currentPassword: PASSWORD, newPassword }, context),
        await shop.calls.signUp(
          { email: 'x@example.com', password: newPassword, name: '이' },
          visitor,
        ),
      ]
      assert.deepEqual(answers.map(refusalOf), Array(3).fill('invalid_request'), newPassword)
    }
    const confirm = { token, newPassword: NEXT }
    assert.equal(await shop.calls.confirmPasswordReset(confirm, visitor), null)
  })

  test('proves the address of who had not verified it', async () => {
    await using shop = await membersUnderTest()
    const email = 'sunsin@example.com'
    await shop.register(email)
    await shop.mailTo(email)
    await shop.calls.requestPasswordReset({ email }, visitor)
    const { token = '' } = await shop.mailTo(email, 2)
    const confirm = { token, newPassword: NEXT }
    assert.equal(await shop.calls.confirmPasswordReset(confirm, visitor), null)
    assert.equal((await shop.logIn(email, {}, NEXT)).member.emailVerified, true)
  })

  test('is asked for once a minute, and no answer tells whether the address is known', async () => {
    await using shop = await membersUnderTest()
    await shop.aMember('known@example.com')
    for (const email of ['known@example.com', 'unknown@example.com']) {
      const ask = () => shop.calls.requestPasswordReset({ email }, visitor)
      assert.deepEqual(await ask(), { status: 'reset_sent' })
      const again = { refused: 'rate_limited', details: { retryAfterSeconds: 60 } }
      assert.deepEqual(await ask(), again)
    }
    await shop.mailTo('known@example.com', 2)
    assert.equal(shop.mails.filter(mail => mail.to === 'unknown@example.com').length, 0)
  })

  test('by a stranger’s requests leaves the owner a link that is good at any time', async () => {
    await using shop = await membersUnderTest()
    const { email } = await shop.aMember()
    for (let minute = 0; minute < 300; minute++) {
      const answer = await shop.calls.requestPasswordReset({ email }, visitor)
      const retryAfter = (answer as { details?: { retryAfterSeconds: number } }).details
      assert((retryAfter?.retryAfterSeconds ?? 0) <= 30 * 60)
      shop.clock.advance(MINUTE_MS)
    }
    const resets = await shop.databases.rowsOf('members', 'password_reset')
    const good = resets.filter(row => Number(row.expires_at_ms) > shop.clock.nowMs())
    assert(good.length > 0)
  })

  test('makes an address wait from which twenty false links came', async () => {
    await using shop = await membersUnderTest()
    const context = { caller: null, address: '198.51.100.9' }
    const tryOne = (token: string) =>
      shop.calls.confirmPasswordReset({ token, newPassword: NEXT }, context)
    for (let n = 0; n < 20; n++) {
      assert.equal(refusalOf(await tryOne('a'.repeat(43))), 'reset_token_invalid')
    }
    assert.deepEqual(await tryOne('a'.repeat(43)), {
      refused: 'too_many_attempts',
      details: { retryAfterSeconds: 1 },
    })
  })
})
