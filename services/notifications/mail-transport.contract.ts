import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { fromService } from '#platform/rpc/rpc.ts'
import type { MailTransport } from './mail-transport.ts'
import { aPaidOrder, aVerification, notificationsUnderTest } from './notifications-under-test.ts'

/** What a reader has of a mail. */
type ReadMail = {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

type NotificationsUnderTest = Awaited<ReturnType<typeof notificationsUnderTest>>

/** A transport, and what its readers find; released with the test. */
type TransportUnderTest = AsyncDisposable & {
  readonly transport: MailTransport
  readonly read: (shop: NotificationsUnderTest) => Promise<readonly ReadMail[]>
}

/** What every way of bringing mails promises. */
export function mailTransportContract(
  name: string,
  aTransport: () => Promise<TransportUnderTest>,
): void {
  suite(`Mails by ${name}`, () => {
    test('come with subject, text and HTML, in Korean and in English', async () => {
      await using brought = await aTransport()
      await using shop = await notificationsUnderTest(brought.transport)
      const texts = {
        ko: /이순신님, 안녕하세요\.[\s\S]*012345[\s\S]*https:\/\/shop\.example\/verify\?token=/,
        en: /Hello 이순신\.[\s\S]*012345[\s\S]*https:\/\/shop\.example\/verify\?token=/,
      }
      for (const locale of ['ko', 'en'] as const) {
        const to = `${locale}@example.com`
        await shop.calls.sendVerification(aVerification(to, { locale }), fromService)
        const mail = await shop.inTime(async () => {
          const mails = await brought.read(shop)
          return mails.find(mail => mail.to === to) ?? false
        })
        assert.match(mail.text, texts[locale])
        assert(mail.html.includes(`<html lang="${locale}">`) && mail.html.includes('이순신'))
        assert.match(mail.subject, locale === 'ko' ? /[가-힣]/ : /^[ -~]+$/)
      }
    })

    test('come as they were written, however long their lines and strange their signs', async () => {
      await using brought = await aTransport()
      await using shop = await notificationsUnderTest(brought.transport)
      const title = `${'한정판 운동화 '.repeat(60)}👟 é ﬁ \u200b.\n.\nQUIT`
      const order = aPaidOrder(1, [{ title, options: {}, quantity: 1 }])
      await shop.consume([order])
      const mail = await shop.inTime(async () => (await brought.read(shop))[0] ?? false)
      assert.equal(mail.to, `${order.memberId}@example.com`)
      assert(mail.text.replaceAll('\r\n', '\n').includes(title))
    })

    test('come once, though they are asked for many times', async () => {
      await using brought = await aTransport()
      await using shop = await notificationsUnderTest(brought.transport)
      const mail = aVerification('sunsin@example.com')
      const asking = Array.from({ length: 20 }, () =>
        shop.calls.sendVerification(mail, fromService),
      )
      await Promise.all(asking)
      await shop.calls.sendVerification(aVerification('next@example.com'), fromService)
      await shop.inTime(async () => (await brought.read(shop)).length === 2)
      const readers = (await brought.read(shop)).map(({ to }) => to)
      assert.deepEqual(readers.toSorted(), ['next@example.com', 'sunsin@example.com'])
    })
  })
}
