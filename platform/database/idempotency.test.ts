import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { someToys } from './a-toy.ts'
import type { KeyedRequest } from './idempotency.ts'

const toys = await someToys()
after(() => toys[Symbol.asyncDispose]())
const database = await toys.open(toys.startThread())

const aRequest = (change: Partial<KeyedRequest> = {}): KeyedRequest => ({
  ...{ memberId: 'ann', scope: 'write', key: 'k', fingerprint: 'f', ...change },
})
const once = (id: string, change: Partial<KeyedRequest> = {}) =>
  database.write.writeOnce({ id, keyed: aRequest(change) })
const answered = (id: string) => ({ outcome: 'answered', answer: `{"wrote":"${id}"}` })

test('a key has one effect and one answer, word for word, however often and at whatever moment it is asked', async () => {
  const answers = await Promise.all(['a', 'b', 'c'].map(id => once(id)))
  assert.deepEqual(answers, [answered('a'), answered('a'), answered('a')])
  assert.deepEqual(await once('d'), answered('a'))
  assert.deepEqual(await database.read.list(null), ['a'])
})

test('the same key with another request is a conflict, and has no effect', async () => {
  assert.deepEqual(await once('e', { key: 'x' }), answered('e'))
  assert.deepEqual(await once('f', { key: 'x', fingerprint: 'other' }), { outcome: 'conflict' })
  assert.equal((await database.read.list(null)).includes('f'), false)
})

test('another member, or another operation, has keys of its own', async () => {
  assert.deepEqual(await once('g', { key: 'y' }), answered('g'))
  assert.deepEqual(await once('h', { key: 'y', memberId: 'bob' }), answered('h'))
  assert.deepEqual(await once('i', { key: 'y', scope: 'read' }), answered('i'))
})

test('what fell left no answer behind: the key may try again', async () => {
  await assert.rejects(once('broken', { key: 'z' }), /it broke/)
  assert.deepEqual(await once('mended', { key: 'z' }), answered('mended'))
})

test('an answer is remembered when the process is another', async () => {
  const again = await toys.open(toys.startThread())
  assert.deepEqual(await again.write.writeOnce({ id: 'j', keyed: aRequest() }), answered('a'))
})
