import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { Letter } from './letter.ts'
import { formatMoney, greetingName } from './mail-format.ts'
import { writeMail } from './write-mail.ts'

const URL = 'https://shop.example'

const letters: readonly Letter[] = [
  { kind: 'verification', name: '이순신', code: '012345', token: 'a-token' },
  { kind: 'address_taken', name: '이순신' },
  {
    kind: 'waitlist_offer',
    name: '이순신',
    orderId: '0190',
    title: '운동화',
    quantity: 1,
    expiresAtMs: Date.UTC(2026, 10, 21, 3),
  },
  {
    kind: 'drop_reminder',
    name: '이순신',
    dropId: '0190',
    title: '운동화',
    opensAtMs: Date.UTC(2026, 10, 21, 3),
  },
  {
    kind: 'payment_declined',
    name: '이순신',
    orderId: '0190',
    amount: { amountMinor: 129_000, currency: 'KRW' },
    declinedAtMs: Date.UTC(2026, 10, 21, 3),
  },
  {
    kind: 'order_shipped',
    name: '이순신',
    orderId: '0190',
    titles: ['운동화'],
    carrier: 'CJ대한통운',
    trackingNumber: '6012',
    shippedAtMs: Date.UTC(2026, 10, 21, 3),
  },
  {
    kind: 'order_delivered',
    name: '이순신',
    orderId: '0190',
    titles: ['운동화'],
    deliveredAtMs: Date.UTC(2026, 10, 21, 3),
  },
  {
    kind: 'order_refunded',
    name: '이순신',
    orderId: '0190',
    amount: { amountMinor: 129_000, currency: 'KRW' },
    refundedAtMs: Date.UTC(2026, 10, 21, 3),
  },
  {
    kind: 'order_refunded',
    name: '이순신',
    orderId: '0190',
    amount: { amountMinor: 29_000, currency: 'KRW' },
    refundedTotal: { amountMinor: 29_000, currency: 'KRW' },
    captured: { amountMinor: 129_000, currency: 'KRW' },
    refundedAtMs: Date.UTC(2026, 10, 21, 3),
  },
  { kind: 'password_reset', name: '이순신', token: 'a-token', cause: 'asked' },
  { kind: 'password_reset', name: '이순신', token: 'a-token', cause: 'contested' },
  { kind: 'password_changed', name: '이순신' },
  { kind: 'session_reused', name: '이순신' },
  { kind: 'restock', name: '이순신', productId: '0190', title: '운동화' },
  {
    kind: 'order_paid',
    name: '이순신',
    orderId: '0190',
    titles: ['운동화', '양말'],
    total: { amountMinor: 129_000, currency: 'KRW' },
    paidAtMs: Date.UTC(2026, 10, 21, 3),
  },
]

suite('A mail', () => {
  test('to verify has the code and the link, in text and in HTML, in both languages', () => {
    const [letter] = letters
    assert(letter !== undefined)
    for (const language of ['ko', 'en'] as const) {
      const { text, html } = writeMail(letter, language, URL)
      for (const part of ['012345', `${URL}/verify?token=a-token`]) {
        assert(text.includes(part), `${part} in the text`)
        assert(html.includes(part), `${part} in the HTML`)
      }
    }
  })

  test('of any kind greets its reader and says who writes, in both languages', () => {
    const greetings = { ko: '이순신님, 안녕하세요.', en: 'Hello 이순신.' } as const
    const toNobody = { ko: '안녕하세요.', en: 'Hello.' } as const
    for (const letter of letters) {
      for (const language of ['ko', 'en'] as const) {
        const { subject, text, html } = writeMail(letter, language, URL)
        assert(text.startsWith(`${greetings[language]}\n\n`), text)
        assert(text.endsWith('\n\n—\nFirstcome\n'), text)
        assert(html.includes(`<html lang="${language}">`) && html.includes(greetings[language]))
        assert(html.includes(`<h1 style="margin:0 0 24px;font-size:20px">${subject}</h1>`))
        const { text: unnamed } = writeMail({ ...letter, name: 'evil.example' }, language, URL)
        assert(unnamed.startsWith(`${toNobody[language]}\n\n`), unnamed)
      }
    }
  })

  test('about a paid order tells what, how much and when', () => {
    const letter = letters.at(-1)
    assert(letter !== undefined)
    const { text } = writeMail(letter, 'ko', URL)
    assert.match(text, /운동화\n양말\n결제 금액: ₩129,000\n결제 시각\(서울\): 2026년 11월 21일/)
    assert(text.includes(`${URL}/orders/0190`))
    assert.match(
      writeMail(letter, 'en', URL).text,
      /Paid: ₩129,000\nPaid at \(Seoul\): November 21, 2026/,
    )
  })

  test('about an order tells the number by which a merchant finds it', () => {
    const orderId = '5d2f0002-6c1a-8e0b-a7c4-9f3b21d07e55'
    for (const letter of letters.filter(each => 'orderId' in each)) {
      const about = { ...letter, orderId }
      assert.match(writeMail(about, 'ko', URL).text, /\n주문번호: 5d2f0002-6c1a\n/)
      assert.match(writeMail(about, 'en', URL).text, /\nOrder number: 5d2f0002-6c1a\n/)
    }
  })

  test('about money given back says whether it is all of it, and what was paid', () => {
    const krw = (amountMinor: number) => ({ amountMinor, currency: 'KRW' })
    const textOf = (amount: number, refundedTotal: number, language: 'ko' | 'en') => {
      const money = { amount: krw(amount), refundedTotal: krw(refundedTotal), captured: krw(900) }
      const letter = { kind: 'order_refunded', name: '', orderId: '0190', refundedAtMs: 0 } as const
      return writeMail({ ...letter, ...money }, language, URL).text
    }
    assert.match(textOf(900, 900, 'en'), /what you paid\.\n\nRefunded: ₩900\nRefunded at/)
    assert.match(
      textOf(900, 900, 'ko'),
      /결제하신 금액을 돌려드렸어요\.\n\n환불 금액: ₩900\n환불 시각/,
    )
    assert.match(textOf(300, 300, 'en'), /a part of.*Refunded: ₩300\nYou had paid: ₩900\n/s)
    assert.match(textOf(300, 300, 'ko'), /일부를.*환불 금액: ₩300\n결제하신 금액: ₩900\n/s)
    assert.match(textOf(200, 500, 'en'), /a part of.*: ₩200\nRefunded so far: ₩500\nYou had/s)
    assert.match(textOf(400, 900, 'en'), /the rest\. Now all.*: ₩400\nRefunded so far: ₩900\n/s)
  })

  test('does not shout, and speaks politely', () => {
    for (const letter of letters) {
      for (const language of ['ko', 'en'] as const) {
        const { subject, text } = writeMail(letter, language, URL)
        assert.doesNotMatch(`${subject}${text}`, /!|니다\.|하십시오/)
      }
    }
  })

  test('carries no markup but its own, whatever a title or a name says', () => {
    const tags = (html: string) => html.match(/<[a-z!/][^>]*>/gi)?.length
    const written = (title: string) => {
      const total = { amountMinor: 1, currency: 'KRW' }
      const letter = { kind: 'order_paid', orderId: '0190', total, paidAtMs: 0 } as const
      return writeMail({ ...letter, name: title, titles: [title] }, 'ko', URL).html
    }
    const hostile = fc.constantFrom('<script>', '</td>', '"><img src=x onerror=y>', '&lt;', "'")
    fc.assert(
      fc.property(fc.array(fc.oneof(hostile, fc.string())), parts => {
        return tags(written(parts.join(''))) === tags(written('title'))
      }),
    )
  })

  test('greets by a name, but not by what somebody else could be made to click', () => {
    for (const name of ['이순신', 'Yi Sun-sin', "Conan O'Brien", 'Martin Luther King Jr.']) {
      assert.equal(greetingName(name), name)
    }
    for (const name of ['evil.example', 'https://evil.example', 'call 02:555', '<b>', '', 'a@b']) {
      assert.equal(greetingName(name), null)
    }
  })

  test('writes money by its currency', () => {
    assert.equal(formatMoney({ amountMinor: 1_990, currency: 'USD' }, 'en'), '$19.90')
    assert.equal(formatMoney({ amountMinor: 1_990, currency: 'USD' }, 'ko'), '$19.90')
    assert.equal(formatMoney({ amountMinor: 19_900, currency: 'KRW' }, 'en'), '₩19,900')
  })
})
