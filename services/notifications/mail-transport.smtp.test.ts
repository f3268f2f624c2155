import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { aMailServer, type MailServer } from './a-mail-server.ts'
import { mailTransportContract } from './mail-transport.contract.ts'
import { smtpTransport } from './mail-transport.smtp.ts'
import { MailNotTaken, type OutgoingMail } from './mail-transport.ts'
import { PUBLIC_URL } from './notifications-under-test.ts'

const patience = { silenceMs: 400, wholeMs: 1_200 }
const over = ({ smtp }: MailServer) => smtpTransport({ smtp, publicUrl: PUBLIC_URL, patience })

mailTransportContract('SMTP', async () => {
  const server = await aMailServer()
  return {
    transport: over(server),
    async read() {
      const mails = await server.mails()
      return mails.map(({ to, subject = '', text = '', html = '' }) => ({
        ...{ to: to?.[0]?.address ?? '', subject, text, html },
      }))
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
})

const aMail = (more: Partial<OutgoingMail> = {}): OutgoingMail => ({
  mailId: '0190aaaa-0000-7000-8000-000000000001',
  to: 'sunsin@example.com',
  subject: '주문이 확정됐어요',
  text: '안녕하세요.\n',
  html: '<p>안녕하세요.</p>',
  ...more,
})

suite('A mail by SMTP', () => {
  test('says who wrote it and which it is, and that no holiday notice is to answer', async () => {
    await using server = await aMailServer()
    await over(server).send(aMail())
    const [mail] = await server.mails()
    assert.deepEqual(mail?.from, { name: 'Firstcome', address: 'shop@shop.example' })
    assert.equal(mail.messageId, '<0190aaaa-0000-7000-8000-000000000001@shop.example>')
    assert.equal(mail.headers.find(({ key }) => key === 'auto-submitted')?.value, 'auto-generated')
  })

  test('has a long Korean subject in lines that every server passes on', async () => {
    await using server = await aMailServer()
    const subject = `${'선착순 판매가 곧 시작해요 👟 '.repeat(20)}끝`
    await over(server).send(aMail({ subject, text: `${'가'.repeat(5_000)}\n` }))
    const [mail] = await server.mails()
    assert.equal(mail?.subject, subject)
    const lines = server.raw[0]?.split('\r\n') ?? []
    assert(
      lines.every(line => /^[ -~\t]{0,78}$/.test(line)),
      'seven bits, 78 characters',
    )
  })

  test('goes to one reader, whatever the address and the subject try', async () => {
    await using server = await aMailServer()
    const subject = 'Hello\r\nBcc: other@example.com\r\n\r\nbody'
    await over(server).send(aMail({ subject }))
    const [mail, ...more] = await server.mails()
    assert.deepEqual(
      [mail?.to, mail?.bcc],
      [[{ name: '', address: 'sunsin@example.com' }], undefined],
    )
    const list = aMail({ to: 'sunsin@example.com, other@example.com' })
    assert.equal((await over(server).send(list)).outcome, 'refused')
    assert.deepEqual([more, server.raw.length], [[], 1])
  })

  test('is refused for good where there is no such reader, or it is taken for spam', async () => {
    await using server = await aMailServer()
    server.mood = 'knows_no_reader'
    const reason = 'RCPT TO: 550 5.1.1'
    assert.deepEqual(await over(server).send(aMail()), { outcome: 'refused', reason })
    server.mood = 'takes_it_for_spam'
    const spam = { outcome: 'refused', reason: 'DATA: 554 5.7.1' }
    assert.deepEqual(await over(server).send(aMail()), spam)
  })

  for (const mood of [
    'is_busy',
    'lets_nobody_in',
    'says_nothing',
    'never_comes_to_an_end',
    'takes_and_drops',
  ] as const) {
    test(`is to be tried again by whoever meets a server that ${mood.replaceAll('_', ' ')}`, async () => {
      await using server = await aMailServer()
      server.mood = mood
      await assert.rejects(over(server).send(aMail()), error => {
        assert(error instanceof MailNotTaken)
        assert.doesNotMatch(`${error.stack}${error.cause}`, /sunsin/, 'nobody reads it in a log')
        return true
      })
    })
  }

  test('is to be tried again where nobody listens', async () => {
    await using server = await aMailServer()
    await server.leave()
    await assert.rejects(over(server).send(aMail()), /ECONNREFUSED|ESOCKET/)
    await server.comeBack()
    assert.deepEqual(await over(server).send(aMail()), { outcome: 'sent' })
  })

  test('is sent by who has the password; who has another tries again, until it is mended', async () => {
    await using server = await aMailServer({ asksWho: true })
    assert.deepEqual(await over(server).send(aMail()), { outcome: 'sent' })
    const smtp = { ...server.smtp, login: { user: 'shop', password: 'another' } }
    const stranger = smtpTransport({ smtp, publicUrl: PUBLIC_URL, patience })
    await assert.rejects(stranger.send(aMail()), /^MailNotTaken: AUTH \w+: 535/)
  })

  test('waits rather than show a password to a server elsewhere that has no TLS', async () => {
    await using server = await aMailServer({ asksWho: true })
    const smtp = { ...server.smtp, host: '0.0.0.0' }
    const transport = smtpTransport({ smtp, publicUrl: PUBLIC_URL, patience })
    await assert.rejects(transport.send(aMail()), /^MailNotTaken: STARTTLS: \w+/)
    assert.deepEqual(server.raw, [])
  })
})
