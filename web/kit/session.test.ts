import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as aTurn } from 'node:timers/promises'
import { storage } from './browser-stand-in.ts'
import { openSession, renewSession } from './session.ts'

test('however often a renewal fails, one more is ahead and not many', async context => {
  let asked = 0
  context.mock.timers.enable({ apis: ['setTimeout'] })
  context.mock.method(globalThis, 'fetch', () => {
    asked++
    return Promise.reject(new Error('the network is gone'))
  })
  const second = async () => {
    context.mock.timers.tick(1_000)
    await aTurn()
  }
  storage.setItem('session', '1')
  await openSession()
  await second()
  await renewSession()
  await second()
  await renewSession()
  assert.equal(asked, 3)
  for (let seconds = 0; seconds < 5; seconds++) await second()
  assert.equal(asked, 4)
  storage.clear()
})
