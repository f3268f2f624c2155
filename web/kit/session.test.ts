import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as aTurn } from 'node:timers/promises'
import { aSession, storage } from './browser-stand-in.ts'
import { end, freshToken, openSession, renewSession } from './session.ts'

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

test('a renewal whose answer breaks off keeps nobody waiting, and is made again', async context => {
  context.mock.timers.enable({ apis: ['setTimeout'] })
  const answers = [new Response('{"accessToken"'), Response.json(aSession('a'))]
  context.mock.method(globalThis, 'fetch', async () => answers.shift())
  storage.setItem('session', '1')
  await renewSession()
  assert.equal(await freshToken(true), null)
  context.mock.timers.tick(5_000)
  await renewSession()
  assert.equal(await freshToken(true), aSession('a').accessToken)
  assert.deepEqual(answers, [])
  end()
})
