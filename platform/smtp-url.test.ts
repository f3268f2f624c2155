import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSmtpUrl } from './smtp-url.ts'

test('a mail server is told by one address, with who logs in and who writes', () => {
  assert.deepEqual(readSmtpUrl('smtp://us%40er:p%2Fw@mail.example:2525?from=shop@mail.example'), {
    smtp: {
      host: 'mail.example',
      port: 2525,
      isTlsAtOnce: false,
      login: { user: 'us@er', password: 'p/w' },
      from: 'shop@mail.example',
    },
  })
  const plain = { login: null, from: null }
  assert.deepEqual(readSmtpUrl('smtps://[::1]'), {
    smtp: { host: '::1', port: 465, isTlsAtOnce: true, ...plain },
  })
  assert.deepEqual(readSmtpUrl('smtp://mail.example/'), {
    smtp: { host: 'mail.example', port: 587, isTlsAtOnce: false, ...plain },
  })
})

test('what is no mail server is told, and no password with it', () => {
  for (const text of [
    'mail.example',
    'http://:s3cret@mail.example',
    'smtp://',
    'smtp://u:s3cret@mail.example/path',
    'smtp://u:s3cret@mail.example?tls.rejectUnauthorized=false',
    'smtp://u:s3cret@mail.example?from=nobody',
    'smtp://u:s3cret@mail.example?from=a@b.example%0d%0aBcc:c@d.example',
    'smtp://u:s3cret%@mail.example',
  ]) {
    const read = readSmtpUrl(text)
    assert('fault' in read, text)
    assert.match(read.fault, /Give smtp:/)
    assert.doesNotMatch(read.fault, /s3cret/)
  }
})
