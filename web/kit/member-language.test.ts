import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as aTurn } from 'node:timers/promises'
import { aSession, storage } from './browser-stand-in.ts'
import { language } from './language.ts'

test('a profile changes the language only where the browser leaves it open', async context => {
  // The session's own renewal is far ahead.
  context.mock.timers.enable({ apis: ['setTimeout'] })
  context.mock.method(globalThis, 'fetch', () => Promise.resolve(Response.json({ locale: 'ko' })))
  const { followMemberLanguage } = await import('./member-language.ts')
  const { begin } = await import('./session.ts')
  const spokenAfterLogin = async (memberId: string, languages: readonly string[]) => {
    Object.defineProperty(globalThis, 'navigator', { value: { onLine: true, languages } })
    followMemberLanguage()
    begin(aSession(memberId))
    for (let turns = 0; turns < 10; turns++) await aTurn()
    return language.read()
  }
  assert.equal(await spokenAfterLogin('one', ['en-GB', 'en']), 'en')
  assert.equal(await spokenAfterLogin('two', ['en-GB', 'ko']), 'ko')
  storage.clear()
})
