import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { aSession } from './browser-stand-in.ts'

// After the stand-in, which says where the shop's addresses are.
const { begin, end } = await import('./session.ts')
const { askOnce } = await import('./ask-once.ts')

after(end)

const keys: (string | undefined)[] = []
let answer: () => Response = () => Response.json({})
globalThis.fetch = async (_, { headers } = {}) => {
  keys.push((headers as Record<string, string>)['idempotency-key'])
  return answer()
}
const press = (act = 'take') => askOnce(act, 'stock.reserve', { dropId: 'd', quantity: 1 })

test('a press has one key until its answer came, and the next press is another one', async () => {
  begin(aSession('a'))
  answer = () => {
    throw new TypeError('the network is gone')
  }
  await press()
  answer = () => Response.json({ code: 'try_again' }, { status: 503 })
  await press()
  answer = () => Response.json({})
  await press()
  await press()
  answer = () => Response.json({ code: 'sold_out' }, { status: 409 })
  await press()
  await press('another')
  await press()
  const [lost, refused, done, next, soldOut, other, last] = keys
  assert.ok(lost)
  assert.deepEqual([refused, done], [lost, lost])
  assert.equal(new Set([lost, next, soldOut, other, last]).size, 5)
})
