import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { aSession } from '#web/kit/browser-stand-in.ts'

// After the stand-in, which says where the shop's addresses are.
const { begin, end } = await import('#web/kit/session.ts')
const { askOnce } = await import('#web/kit/ask-once.ts')
const { beginChange } = await import('./begin-change.ts')

after(end)

test('a change of units whose answer was lost is asked for again, and the next of as many is another', async () => {
  const keys: string[] = []
  const made: string[] = []
  let list: 'read' | 'unread' = 'read'
  let press: 'heard' | 'lost' | 'never came' = 'heard'
  globalThis.fetch = async (_, { headers } = {}) => {
    const key = (headers as Record<string, string>)['idempotency-key']
    if (key === undefined) {
      if (list === 'unread') throw new TypeError('the network is gone')
      return Response.json({ items: made.slice(-1).map(adjustmentId => ({ adjustmentId })) })
    }
    if (press !== 'never came' && !made.includes(key)) made.push(key)
    keys.push(key)
    if (press !== 'heard') throw new TypeError('the network is gone')
    return Response.json({})
  }
  begin(aSession('a'))
  const asked = { skuId: 's', delta: 4, reason: 'counted' }
  const change = async () => {
    const { act } = await beginChange('adjust:s', 's')
    await askOnce(act, 'catalog.adjustSku', asked)
    return act
  }
  await change()
  press = 'never came'
  await change()
  // Loaded anew, and it is not there: it is the same press. So it is where nobody can look.
  await change()
  list = 'unread'
  press = 'lost'
  await change()
  assert.equal(new Set(keys.slice(1)).size, 1)
  assert.equal(made.length, 2)
  // Loaded anew it is there: another one is meant.
  list = 'read'
  press = 'heard'
  await change()
  await change()
  assert.equal(made.length, 4)
})
