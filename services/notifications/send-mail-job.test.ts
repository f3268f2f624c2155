import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { fromService } from '#platform/rpc/rpc.ts'
import { MailNotTaken, type MailTransport, type OutgoingMail } from './mail-transport.ts'
import { aVerification, notificationsUnderTest } from './notifications-under-test.ts'

function aTransport() {
  const server = { isDown: false, sent: [] as OutgoingMail[], refused: 0 }
  const transport: MailTransport = {
    deliversByStoring: false,
    async send(mail) {
      if (server.isDown) {
        server.refused += 1
        throw new MailNotTaken('CONN: ECONNREFUSED')
      }
      server.sent.push(mail)
      return { outcome: 'sent' }
    },
  }
  return { server, transport }
}

suite('A mail through a mail server', () => {
  test('is sent once, each', async () => {
    const { server, transport } = aTransport()
    await using shop = await notificationsUnderTest(transport)
    const mails = Array.from({ length: 50 }, (_, n) => aVerification(`n${n}@example.com`))
    await Promise.all(mails.map(mail => shop.calls.sendVerification(mail, fromService)))
    await shop.inTime(async () => (await shop.sent()).length === 50)
    shop.clock.advance(60_000)
    assert.deepEqual(
      server.sent.map(mail => mail.mailId).toSorted(),
      mails.map(mail => mail.mailId).toSorted(),
    )
  })

  test('waits while the server is down, tried rarer and rarer', async () => {
    const { server, transport } = aTransport()
    await using shop = await notificationsUnderTest(transport)
    server.isDown = true
    await shop.calls.sendVerification(aVerification('sunsin@example.com'), fromService)
    await shop.inTime(() => server.refused === 5)
    assert.deepEqual(await shop.sent(), [], 'what is not sent is not noted as sent')
    server.isDown = false
    await shop.inTime(async () => (await shop.sent()).length === 1)
    assert.equal(server.sent[0]?.to, 'sunsin@example.com')
  })

  test('is given up after some hours, and troubles nobody any more', async () => {
    const { server, transport } = aTransport()
    await using shop = await notificationsUnderTest(transport)
    server.isDown = true
    await shop.calls.sendVerification(aVerification('sunsin@example.com'), fromService)
    await shop.inTime(() => {
      shop.clock.advance(15 * 60_000)
      return server.refused === 16
    })
    shop.clock.advance(24 * 60 * 60_000)
    await shop.inTime(async () => {
      const due = await shop.database.read.listDueMails({ limit: 1 })
      return due.length === 0
    })
    assert.equal(server.refused, 16)
  })
})
