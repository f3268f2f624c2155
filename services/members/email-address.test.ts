import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { canonicalEmail } from './email-address.ts'

suite('An e-mail address', () => {
  test('has one form, however it is typed', () => {
    const typed = ['Kim@Example.com', ' kim@EXAMPLE.COM ', 'KIM@example.com', 'kim@example。com']
    assert.deepEqual(
      typed.map(canonicalEmail),
      typed.map(() => 'kim@example.com'),
    )
  })

  test('of another script keeps its letters, and its domain becomes Punycode', () => {
    assert.equal(canonicalEmail('이순신@거북선.kr'), '이순신@xn--v69ar73aqvc.kr')
    assert.equal(canonicalEmail('jose\u0301@example.com'), 'josé@example.com')
  })

  test('that looks like another by compatibility letters is refused, not mapped to that one', () => {
    assert.equal(canonicalEmail('ａdmin@example.com'), null)
    assert.equal(canonicalEmail('ﬁona@example.com'), null)
    assert.equal(canonicalEmail('admin²@example.com'), null)
  })

  for (const wrong of [
    '',
    'kim',
    '@example.com',
    'kim@',
    'kim@nowhere',
    'kim@@example.com',
    'kim@a@example.com',
    'kim@example..com',
    'kim@-example.com',
    'kim@127.0.0.1',
    'kim@0x7f.1',
    'kim@[127.0.0.1]',
    'kim@ex%61mple.com',
    'kim@example.com/path',
    '.kim@example.com',
    'ki..m@example.com',
    'ki m@example.com',
    'kim\u0000@example.com',
    'kim\r\nBcc: all@example.com',
    'kim\u200b@example.com',
    'kim\u202e@example.com',
    '"kim"@example.com',
    'kim,lee@example.com',
    `${'k'.repeat(65)}@example.com`,
    `kim@${'e'.repeat(64)}.com`,
    `kim@${'example.'.repeat(32)}com`,
  ]) {
    test(`is not ${JSON.stringify(wrong.slice(0, 40))}`, () => {
      assert.equal(canonicalEmail(wrong), null)
    })
  }

  test('in its one form is its own one form', () => {
    const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(part, fc.domain(), (local, domain) => {
        const once = canonicalEmail(`${local}@${domain}`)
        return once === null || canonicalEmail(once) === once
      }),
    )
  })
})
