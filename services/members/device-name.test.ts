import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { deviceName } from './device-name.ts'

suite('A device in the list of sessions', () => {
  for (const [name, userAgent] of [
    [
      'Chrome on Windows',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36',
    ],
    [
      'Edge on Windows',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36 Edg/149.0.0.0',
    ],
    [
      'Safari on iPhone',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    ],
    [
      'Samsung Internet on Android',
      'Mozilla/5.0 (Linux; Android 14; SM-S928N) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36',
    ],
    [
      'KakaoTalk on Android',
      'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/121.0.0.0 Mobile Safari/537.36;KAKAOTALK 2410650',
    ],
    ['Firefox on Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
    ['curl', 'curl/8.5.0'],
    ['Unknown device', undefined],
    ['Unknown device', '<script>'],
  ] as const) {
    test(`is ${name} for ${userAgent?.slice(0, 30) ?? 'no user agent'}`, () => {
      assert.equal(deviceName(userAgent), name)
    })
  }

  test('has a short name without markup, whatever the client says', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000 }), text =>
        /^[\w .-]{1,60}$/.test(deviceName(text)),
      ),
    )
  })
})
