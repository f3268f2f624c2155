import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { granted, membersUnderTest, refusalOf, visitor } from './members-under-test.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

suite('A verification code', () => {
  test('has five guesses, also when a hundred come at once', async () => {
    await using shop = await membersUnderTest()
    const email = 'sunsin@example.com'
    await shop.register(email)
    const { code = '' } = await shop.mailTo(email)
    const guesses = Array.from({ length: 100 }, (_, n) => String(n).padStart(6, '0'))
    const wrong = guesses.map(guess => (guess === code ? '999999' : guess))
    const answers = await Promise.all(
      wrong.map(guess => shop.calls.verifyEmail({ email, code: guess }, visitor)),
    )
    const count = (refusal: string) => answers.filter(a => refusalOf(a) === refusal).length
    assert.deepEqual([count('code_invalid'), count('too_many_attempts')], [5, 95])
    const right = await shop.calls.verifyEmail({ email, code }, visitor)
    shop.clock.advance(MINUTE_MS)
    assert.equal(refusalOf(right), 'too_many_attempts')
    assert.deepEqual(await shop.calls.verifyEmail({ email, code }, visitor), {
      refused: 'too_many_attempts',
      details: { retryAfterSeconds: (DAY_MS - MINUTE_MS) / 1_000 },
    })
  })

  test('has five guesses for an unknown and for a verified address too', async () => {
    await using shop = await membersUnderTest()
    await shop.aMember('known@example.com')
    for (const email of ['known@example.com', 'unknown@example.com']) {
      const refusals: (string | null)[] = []
      for (let n = 0; n < 6; n++) {
        refusals.push(refusalOf(await shop.calls.verifyEmail({ email, code: '000000' }, visitor)))
      }
      const five = Array.from({ length: 5 }, () => 'code_invalid')
      assert.deepEqual(refusals, [...five, 'too_many_attempts'])
    }
  })

  test('is replaced by a new one on request, with five guesses again', async () => {
    await using shop = await membersUnderTest()
    const email = 'sunsin@example.com'
    await shop.register(email)
    const first = await shop.mailTo(email)
    for (let n = 0; n < 6; n++) await shop.calls.verifyEmail({ email, code: '000000' }, visitor)
    granted(await shop.calls.resendVerification({ email }, visitor))
    const second = await shop.mailTo(email, 2)
    assert.notEqual(second.token, first.token)

    const old = await shop.calls.verifyEmail({ token: first.token ?? '' }, visitor)
    assert.equal(refusalOf(old), 'code_invalid')
    const { code = '' } = second
    assert.equal(await shop.calls.verifyEmail({ email, code }, visitor), null)
  })

  test('is sent again once a minute, and for no address does the answer tell more', async () => {
    await using shop = await membersUnderTest()
    await shop.aMember('verified@example.com')
    await shop.register('waiting@example.com')
    await shop.mailTo('waiting@example.com')
    for (const email of ['verified@example.com', 'waiting@example.com', 'unknown@example.com']) {
      const resend = () => shop.calls.resendVerification({ email }, visitor)
      assert.deepEqual(await resend(), { status: 'verification_sent' })
      assert.deepEqual(await resend(), {
        refused: 'rate_limited',
        details: { retryAfterSeconds: 60 },
      })
    }
    await shop.mailTo('waiting@example.com', 2)
    assert.equal(shop.mails.length, 3, 'only who waits for a code gets one')
    shop.clock.advance(MINUTE_MS)
    granted(await shop.calls.resendVerification({ email: 'waiting@example.com' }, visitor))
    await shop.mailTo('waiting@example.com', 3)
  })

  test('is good for a day', async () => {
    await using shop = await membersUnderTest()
    const email = 'sunsin@example.com'
    await shop.register(email)
    const { code = '', token = '' } = await shop.mailTo(email)
    shop.clock.advance(DAY_MS)
    assert.equal(refusalOf(await shop.calls.verifyEmail({ email, code }, visitor)), 'code_invalid')
    assert.equal(refusalOf(await shop.calls.verifyEmail({ token }, visitor)), 'code_invalid')
  })

  test('comes with its address, or a token alone; anything else is told to be wrong', async () => {
    await using shop = await membersUnderTest()
    const token = 'a'.repeat(43)
    for (const input of [
      {},
      { email: 'a@example.com' },
      { code: '123456' },
      { code: '123456', token },
    ]) {
      assert.equal(refusalOf(await shop.calls.verifyEmail(input, visitor)), 'invalid_request')
    }
  })
})
