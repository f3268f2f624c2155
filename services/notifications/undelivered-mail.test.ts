import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { fromService } from '#platform/rpc/rpc.ts'
import { aMailServer, type MailServer } from './a-mail-server.ts'
import { smtpTransport } from './mail-transport.smtp.ts'
import { aVerification, notificationsUnderTest, PUBLIC_URL } from './notifications-under-test.ts'

const patience = { silenceMs: 400, wholeMs: 1_200 }
const shopOver = ({ smtp }: MailServer) =>
  notificationsUnderTest(smtpTransport({ smtp, publicUrl: PUBLIC_URL, patience }))

type Shop = Awaited<ReturnType<typeof shopOver>>

const lettersOf = async ({ calls }: Shop) => {
  const answer = await calls.listDeadLetters({ after: 0, limit: 10 }, fromService)
  assert('items' in answer)
  return answer.items
}

suite('A mail on a bad day of the mail server', () => {
  test('is one mail to its reader, though the answer to it was lost again and again', async () => {
    await using server = await aMailServer()
    await using shop = await shopOver(server)
    server.mood = 'takes_and_drops'
    const mail = aVerification('sunsin@example.com')
    await shop.calls.sendVerification(mail, fromService)
    await shop.inTime(() => server.raw.length === 3)
    server.mood = 'takes'
    await shop.inTime(async () => (await shop.sent()).length === 1)
    const taken = server.raw.length
    for (let minute = 0; minute < 60; minute++) shop.clock.advance(60_000)
    const ids = (await server.mails()).map(({ messageId }) => messageId)
    assert.deepEqual(new Set(ids), new Set([`<${mail.mailId}@shop.example>`]))
    assert.equal(ids.length, taken, 'what was taken and confirmed is not sent again')
  })

  test('comes once from a server that takes its time', async () => {
    await using server = await aMailServer()
    await using shop = await shopOver(server)
    server.mood = 'is_slow'
    await shop.calls.sendVerification(aVerification('sunsin@example.com'), fromService)
    await shop.inTime(async () => (await shop.sent()).length === 1)
    assert.equal(server.raw.length, 1)
  })

  test('waits while nobody listens, and comes when the server is back', async () => {
    await using server = await aMailServer()
    await using shop = await shopOver(server)
    await server.leave()
    await shop.calls.sendVerification(aVerification('sunsin@example.com'), fromService)
    for (let second = 0; second < 5; second++) shop.clock.advance(1_000)
    await server.comeBack()
    await shop.inTime(async () => (await shop.sent()).length === 1)
    assert.equal(server.raw.length, 1)
    assert.deepEqual(await lettersOf(shop), [])
  })

  test('does not keep the mails of others waiting for a reader who is busy', async () => {
    await using server = await aMailServer()
    await using shop = await shopOver(server)
    server.mood = 'is_busy'
    await shop.calls.sendVerification(aVerification('sunsin@example.com'), fromService)
    await shop.inTime(() => server.visits() >= 4)
    server.mood = 'takes'
    await shop.calls.sendVerification(aVerification('next@example.com'), fromService)
    await shop.inTime(() => server.raw.some(mail => mail.includes('next@example.com')))
  })

  test('lies in the dead letters at once where it is refused, without the address', async () => {
    await using server = await aMailServer()
    await using shop = await shopOver(server)
    server.mood = 'knows_no_reader'
    const mail = aVerification('sunsin@example.com')
    await shop.calls.sendVerification(mail, fromService)
    const [letter] = await shop.inTime(async () => {
      const letters = await lettersOf(shop)
      return letters.length > 0 && letters
    })
    assert.equal(letter?.subject, mail.mailId)
    assert.equal(letter.reason, 'RCPT TO: 550 5.1.1')
    assert.equal(letter.data, JSON.stringify({ mailId: mail.mailId, kind: 'verification' }))
    assert.doesNotMatch(JSON.stringify(letter), /sunsin/)
    shop.clock.advance(3_600_000)
    assert.equal(server.visits(), 1, 'it is not tried again')
  })

  test('is sent again by an admin, and buried again where it fails again', async () => {
    await using server = await aMailServer()
    await using shop = await shopOver(server)
    server.mood = 'takes_it_for_spam'
    await shop.calls.sendVerification(aVerification('sunsin@example.com'), fromService)
    const buried = () =>
      shop.inTime(async () => {
        const [letter] = await lettersOf(shop)
        return letter ?? false
      })
    const first = await buried()
    await shop.calls.redriveDeadLetter({ number: first.number }, fromService)
    const again = await buried()
    assert.notEqual(again.number, first.number)
    server.mood = 'takes'
    const answer = await shop.calls.redriveDeadLetter({ number: again.number }, fromService)
    assert.deepEqual(answer, { applied: 1, stoppedAt: null, reason: null })
    await shop.inTime(async () => (await shop.sent()).length === 1)
    assert.deepEqual(await lettersOf(shop), [])
  })

  test('is forgotten a month after it was buried, and an admin may take its letter away', async () => {
    await using server = await aMailServer()
    await using shop = await shopOver(server)
    server.mood = 'knows_no_reader'
    await shop.calls.sendVerification(aVerification('sunsin@example.com'), fromService)
    const [letter] = await shop.inTime(async () => {
      const letters = await lettersOf(shop)
      return letters.length > 0 && letters
    })
    assert.equal(await shop.database.write.pruneUndelivered({ limit: 10 }), 0)
    assert.equal((await shop.rowsOf('mail')).length, 1)
    shop.clock.advance(31 * 86_400_000)
    await shop.inTime(async () => (await shop.rowsOf('mail')).length === 0)
    await shop.calls.dropDeadLetter({ number: letter?.number ?? 0 }, fromService)
    assert.deepEqual(await lettersOf(shop), [])
  })

  test('is nowhere to be read by who only knows the mailbox', async () => {
    await using server = await aMailServer()
    await using shop = await shopOver(server)
    await shop.calls.sendVerification(aVerification('sunsin@example.com'), fromService)
    await shop.inTime(async () => (await shop.sent()).length === 1)
    assert.deepEqual(await shop.mailbox(), [])
  })
})
