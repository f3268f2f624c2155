import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { granted, membersUnderTest, visitor } from './members-under-test.ts'

suite('What lies on the disk of members', () => {
  test('shows no address, name, phone, password, code or token', async () => {
    await using shop = await membersUnderTest()
    const email = 'sunsin.yi@example.com'
    const password = 'turtle ships sail at dawn'
    const phone = '010-9999-1234'
    const account = { email, password, name: '이순신', phone }
    shop.mailFault.error = new Error('the mails stay pending')
    granted(await shop.calls.signUp(account, visitor))
    const pending = await shop.databases.storedBytes()
    shop.mailFault.error = null
    granted(await shop.calls.resendVerification({ email }, visitor))
    const mail = await shop.mailTo(email)
    const { code = '', token = '' } = mail
    const sealedPair = '"code":'
    await shop.calls.verifyEmail({ email, code }, visitor)
    const session = await shop.logIn(email, { address: '203.0.113.7' }, password)
    const address = {
      recipient: '김유신',
      phone: '02-555-7788',
      postalCode: '06236',
      line1: '테헤란로',
    }
    granted(await shop.calls.addAddress(address, await shop.contextOf(session)))

    const bytes = Buffer.concat([pending, await shop.databases.storedBytes()])
    assert(bytes.includes('member.signed_up'), 'the files were read')
    const { refreshToken = '', accessToken } = session
    const secrets = [
      ...[email, 'sunsin', '이순신', password, phone, '203.0.113.7', token, sealedPair],
      ...[refreshToken, accessToken, ...Object.values(address)].filter(text => text !== '06236'),
    ]
    assert.deepEqual(
      secrets.filter(secret => bytes.includes(secret)),
      [],
    )
  })
})
