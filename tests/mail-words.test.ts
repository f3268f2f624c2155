import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writeMail } from '#services/notifications/templates/write-mail.ts'
import { words as en } from '#web/storefront/orders/words/order-words.en.ts'
import { words as ko } from '#web/storefront/orders/words/order-words.ko.ts'

test('the mail of an offer calls the button that turns it down as the order’s page does', () => {
  const offer = {
    kind: 'waitlist_offer',
    ...{ name: '이순신', orderId: '0190', title: '운동화', quantity: 1 },
    expiresAtMs: Date.UTC(2026, 10, 21, 3),
  } as const
  for (const [language, words] of Object.entries({ ko, en })) {
    const { text } = writeMail(offer, language as 'ko' | 'en', 'https://shop.example')
    assert.ok(text.includes(`‘${words.cancelOrder}’`), text)
  }
})
