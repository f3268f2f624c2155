import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { membersUnderTest, PASSWORD, refusalOf, visitor } from './members-under-test.ts'

suite('Signing up', () => {
  test('twice with the same password is one person, who logs in with it', async () => {
    for (const nth of [1, 2]) {
      await using shop = await membersUnderTest()
      const email = 'sunsin@example.com'
      // A double press: neither waits for the answer to the other.
      await Promise.all([shop.register(email), shop.register(email)])
      await shop.mailTo(email, 2)
      const { code = '' } = await shop.mailTo(email, nth)
      assert.equal(await shop.calls.verifyEmail({ email, code }, visitor), null)
      assert.equal((await shop.logIn(email)).member.emailVerified, true)
      assert.equal(shop.mails.length, 2, 'nobody is asked to choose a password')
    }
  })

  test('twice keeps no password where a stranger signed up before, between or after', async () => {
    for (const strange of [0, 1, 2]) {
      await using shop = await membersUnderTest()
      const email = 'sunsin@example.com'
      for (const turn of [0, 1, 2]) {
        await shop.register(email, turn === strange ? 'the stranger’s password' : PASSWORD)
        shop.clock.advance(1)
      }
      const { code = '' } = await shop.mailTo(email, 3)
      assert.equal(await shop.calls.verifyEmail({ email, code }, visitor), null)
      for (const password of ['the stranger’s password', PASSWORD]) {
        const answer = await shop.calls.logIn({ email, password }, visitor)
        assert.equal(refusalOf(answer), 'credentials_invalid', `${strange} ${password}`)
      }
      assert.equal((await shop.mailTo(email, 4)).kind, 'password_reset contested')
    }
  })

  test('looks at one password, whatever is known of the address', async () => {
    await using shop = await membersUnderTest()
    await shop.aMember('taken@example.com')
    await shop.register('waiting@example.com', 'the stranger’s password')
    await shop.register('again@example.com')
    const looks: string[] = []
    const { verify, verifyAgainstNobody } = shop.deps.passwords
    Object.assign(shop.deps.passwords, {
      verify: (...given: Parameters<typeof verify>) => {
        looks.push('look')
        return verify(...given)
      },
      verifyAgainstNobody: (password: string) => {
        looks.push('look')
        return verifyAgainstNobody(password)
      },
    })
    for (const name of ['free', 'taken', 'waiting', 'again']) {
      await shop.register(`${name}@example.com`)
      assert.deepEqual(looks.splice(0), ['look'], name)
    }
  })
})
