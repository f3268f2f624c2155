import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  eventually,
  granted,
  membersUnderTest,
  PASSWORD,
  refusalOf,
  visitor,
} from './members-under-test.ts'
import { emailIndexOf } from './sealed-member.ts'

suite('Signing up', () => {
  test('gives an account that can be logged into at once, and verified by the mailed code', async () => {
    await using shop = await membersUnderTest()
    assert.deepEqual(await shop.register('Sunsin@Example.com'), { status: 'verification_sent' })
    const { code = '' } = await shop.mailTo('sunsin@example.com')
    assert.match(code, /^\d{6}$/)

    const before = await shop.logIn('sunsin@example.com')
    assert.equal(before.member.emailVerified, false)
    assert.equal(await shop.calls.verifyEmail({ email: 'sunsin@EXAMPLE.com', code }, visitor), null)
    const after = granted(await shop.refresh(before))
    const { memberId } = before.member
    assert.deepEqual(after.member, {
      memberId,
      name: '이순신',
      roles: ['member'],
      emailVerified: true,
    })
    assert.deepEqual(shop.published, [{ topic: 'member-changed', message: { memberId } }])
  })

  test('that the owner of the address has overtaken proves nothing', async () => {
    await using shop = await membersUnderTest()
    const email = 'sunsin@example.com'
    await shop.register(email)
    const { code = '', token = '' } = await shop.mailTo(email)
    const { database, personalData } = shop.deps
    const owner = {
      memberId: '00000000-0000-7000-8000-000000000001',
      emailIndex: emailIndexOf(personalData, email),
      ...{ emailSealed: '', nameSealed: '', phoneSealed: null, passwordHash: null },
      locale: 'ko' as const,
    }
    const members = [{ account: owner, sessionId: owner.memberId }]
    await database.write.insertCrowd({ auditId: owner.memberId, members, sessionTtlMs: 1 })
    for (const proof of [{ email, code }, { token }]) {
      assert.equal(refusalOf(await shop.calls.verifyEmail(proof, visitor)), 'code_invalid')
    }
  })

  test('and verifying are announced, in this order', async () => {
    await using shop = await membersUnderTest()
    const { memberId } = (await shop.aMember()).context.caller
    const events = await shop.deps.database.events.readOutbox({ after: 0, limit: 10 })
    assert.deepEqual(
      events.map(({ type, subject, version }) => [type, subject, version]),
      [
        ['member.signed_up', memberId, 1],
        ['member.verified', memberId, 2],
      ],
    )
  })

  test('verifies by the link as well, once', async () => {
    await using shop = await membersUnderTest()
    await shop.register('sunsin@example.com')
    const { token = '' } = await shop.mailTo('sunsin@example.com')
    assert.equal(await shop.calls.verifyEmail({ token }, visitor), null)
    assert.equal(refusalOf(await shop.calls.verifyEmail({ token }, visitor)), 'code_invalid')
  })

  test('answers the same for a taken address, and tells its owner', async () => {
    await using shop = await membersUnderTest()
    const { email, context } = await shop.aMember()
    assert.deepEqual(await shop.register(email, 'another password'), {
      status: 'verification_sent',
    })
    assert.equal((await shop.mailTo(email, 2)).kind, 'address_taken')
    const stranger = await shop.calls.logIn({ email, password: 'another password' }, visitor)
    assert.equal(refusalOf(stranger), 'credentials_invalid')
    assert.equal(granted(await shop.calls.readMe({}, context)).emailVerified, true)
  })

  test('by a stranger with the same address gives the stranger nothing when the owner verifies', async () => {
    await using shop = await membersUnderTest()
    const email = 'sunsin@example.com'
    await shop.register(email, 'the stranger’s password')
    await shop.mailTo(email)
    const stranger = await shop.logIn(email, {}, 'the stranger’s password')
    await shop.register(email, PASSWORD)
    const { code = '' } = await shop.mailTo(email, 2)

    assert.equal(await shop.calls.verifyEmail({ email, code }, visitor), null)
    const again = await shop.calls.logIn({ email, password: 'the stranger’s password' }, visitor)
    assert.equal(refusalOf(again), 'credentials_invalid')
    assert.equal(refusalOf(await shop.refresh(stranger)), 'token_invalid')
    const { caller } = await shop.contextOf(stranger)
    const { sessionIds } = granted(await shop.calls.listEndedSessions({}, visitor))
    assert.deepEqual(sessionIds, [caller.sessionId])
    assert.deepEqual(shop.published[0], {
      topic: 'session-ended',
      message: { sessionId: caller.sessionId },
    })
  })

  test('by a stranger after the owner leaves no password that the stranger chose', async () => {
    await using shop = await membersUnderTest()
    const email = 'sunsin@example.com'
    await shop.register(email)
    await shop.mailTo(email)
    shop.clock.advance(1)
    await shop.register(email, 'the stranger’s password')
    const stranger = await shop.logIn(email, {}, 'the stranger’s password')
    const strange = await shop.contextOf(stranger)
    const trap = { recipient: '도둑', phone: '010-6666-6666', postalCode: '06236', line1: '은신처' }
    granted(await shop.calls.addAddress(trap, strange))
    const newest = await shop.mailTo(email, 2)

    // The owner types the code of the newest mail, which is the one of the stranger's sign-up.
    const { code = '' } = newest
    assert.equal(await shop.calls.verifyEmail({ email, code }, visitor), null)
    for (const password of ['the stranger’s password', PASSWORD]) {
      const answer = await shop.calls.logIn({ email, password }, visitor)
      assert.equal(refusalOf(answer), 'credentials_invalid', password)
    }
    assert.equal(refusalOf(await shop.refresh(stranger)), 'token_invalid')
    assert.deepEqual(shop.published[0]?.message, { sessionId: strange.caller.sessionId })
    assert.deepEqual(granted(await shop.calls.listAddresses({}, strange)).items, [])

    const mail = await shop.mailTo(email, 3)
    assert.equal(mail.kind, 'password_reset contested')
    const { token = '' } = mail
    const chosen = { token, newPassword: 'chosen by the owner' }
    assert.equal(await shop.calls.confirmPasswordReset(chosen, visitor), null)
    const session = await shop.logIn(email, {}, 'chosen by the owner')
    assert.equal(session.member.emailVerified, true)
  })

  test('proven by the link of one of several sign-ups keeps no password either', async () => {
    await using shop = await membersUnderTest()
    const email = 'sunsin@example.com'
    await shop.register(email)
    const { token = '' } = await shop.mailTo(email)
    await shop.register(email, 'another password')
    assert.equal(await shop.calls.verifyEmail({ token }, visitor), null)
    const answer = await shop.calls.logIn({ email, password: PASSWORD }, visitor)
    assert.equal(refusalOf(answer), 'credentials_invalid')
  })

  test('keeps the password of whoever is logged in and proves the own account', async () => {
    await using shop = await membersUnderTest()
    const email = 'sunsin@example.com'
    await shop.register(email)
    const { token = '' } = await shop.mailTo(email)
    const context = await shop.contextOf(await shop.logIn(email))
    await shop.register(email, 'the stranger’s password')
    assert.equal(await shop.calls.verifyEmail({ token }, context), null)
    assert.equal((await shop.logIn(email)).member.emailVerified, true)
  })

  test('refuses the code of a stranger’s later sign-up from a member who is logged in', async () => {
    await using shop = await membersUnderTest()
    const email = 'sunsin@example.com'
    await shop.register(email, PASSWORD)
    const own = await shop.mailTo(email)
    const context = await shop.contextOf(await shop.logIn(email))
    await shop.register(email, 'the stranger’s password')
    const strange = await shop.mailTo(email, 2)
    const verify = (code = '') => shop.calls.verifyEmail({ email, code }, context)

    assert.equal(refusalOf(await verify(strange.code)), 'code_invalid')
    assert.equal(await verify(own.code), null)
    assert.equal((await shop.logIn(email)).member.emailVerified, true)
  })

  test('is counted by address, whether known or not', async () => {
    await using shop = await membersUnderTest()
    await shop.aMember('known@example.com')
    const untilRefused = async (email: string, alreadyDone: number) => {
      for (let n = alreadyDone + 1; n < 20; n++) {
        const answer = await shop.register(email)
        if (refusalOf(answer) === 'rate_limited') return { n, answer }
      }
      return null
    }
    const known = await untilRefused('known@example.com', 1)
    assert.deepEqual(known, await untilRefused('unknown@example.com', 0))
    assert.deepEqual(known, {
      n: 6,
      answer: { refused: 'rate_limited', details: { retryAfterSeconds: 60 } },
    })
  })

  test('refuses what is no address, naming the field', async () => {
    await using shop = await membersUnderTest()
    const answer = await shop.register('kim@nowhere')
    assert.deepEqual(answer, {
      refused: 'invalid_request',
      details: { errors: [{ path: 'email', message: 'must be an e-mail address' }] },
    })
  })

  test('keeps its promise of a mail though notifications is down, and across a failure', async () => {
    await using shop = await membersUnderTest()
    shop.mailFault.error = new Error('notifications is down')
    await shop.register('sunsin@example.com')
    await eventually('try to hand it over', () => shop.mailFault.seen > 0)
    shop.mailFault.error = null
    const mail = await eventually('mail', () => {
      shop.clock.advance(1_000)
      return shop.mails[0]
    })
    assert.match(mail.code ?? '', /^\d{6}$/)
  })
})
