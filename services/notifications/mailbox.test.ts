import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { fromService } from '#platform/rpc/rpc.ts'
import { aVerification, notificationsUnderTest, PUBLIC_URL } from './notifications-under-test.ts'

suite('The development mailbox', () => {
  test('has a mail as soon as it was asked for, with code and token to copy', async () => {
    await using shop = await notificationsUnderTest()
    await shop.calls.sendVerification(aVerification('sunsin@example.com'), fromService)
    const [mail] = await shop.mailbox()
    assert.equal(mail?.to, 'sunsin@example.com')
    assert.equal(mail.code, '012345')
    assert.equal(mail.token, 'a-token-of-the-link')
    assert.equal(mail.sentAtMs, shop.clock.nowMs())
    assert(mail.text.includes(`${PUBLIC_URL}/verify?token=a-token-of-the-link`))
  })

  test('has one mail where the same was asked for many times', async () => {
    await using shop = await notificationsUnderTest()
    const mail = aVerification('sunsin@example.com')
    await Promise.all(
      Array.from({ length: 20 }, () => shop.calls.sendVerification(mail, fromService)),
    )
    assert.equal((await shop.mailbox()).length, 1)
  })

  test('shows the newest first, of all or of one address in any spelling', async () => {
    await using shop = await notificationsUnderTest()
    for (const to of ['one@example.com', 'two@xn--v69ar73aqvc.kr', 'one@example.com']) {
      const { mailId, name, locale } = aVerification(to)
      await shop.calls.sendAddressTaken({ mailId, to, name, locale }, fromService)
      shop.clock.advance(1)
    }
    const all = await shop.mailbox()
    assert.deepEqual(
      all.map(mail => mail.to),
      ['one@example.com', 'two@xn--v69ar73aqvc.kr', 'one@example.com'],
    )
    const times = all.map(mail => mail.sentAtMs)
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
    )
    assert.equal((await shop.mailbox(' One@EXAMPLE.com ')).length, 2)
    assert.equal((await shop.mailbox('Two@거북선.kr')).length, 1)
    assert.deepEqual(await shop.mailbox('three@example.com'), [])
  })

  test('keeps the newest and forgets the rest', async () => {
    await using shop = await notificationsUnderTest()
    for (let n = 0; n < 5; n++) {
      await shop.calls.sendVerification(aVerification(`n${n}@example.com`), fromService)
      shop.clock.advance(1)
    }
    assert.equal(await shop.database.write.pruneMailbox({ kept: 2, limit: 100 }), 3)
    const left = (await shop.mailbox()).map(mail => mail.to)
    assert.deepEqual(left, ['n4@example.com', 'n3@example.com'])
  })

  test('shows nothing personal to who only has the files', async () => {
    await using shop = await notificationsUnderTest()
    const mail = aVerification('sunsin.yi@example.com')
    await shop.calls.sendVerification(mail, fromService)
    const bytes = await shop.storedBytes()
    assert(bytes.includes(mail.mailId), 'the files were read')
    const secrets = [mail.to, 'sunsin', mail.name, mail.token, '"code":']
    assert.deepEqual(
      secrets.filter(secret => bytes.includes(secret)),
      [],
    )
  })
})
