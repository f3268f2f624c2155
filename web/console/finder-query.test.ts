import assert from 'node:assert/strict'
import { test } from 'node:test'
import { soughtIn } from './finder-query.ts'

const dropId = '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000'

test('the finder knows an order, a mail address, a receipt and a word from one another', () => {
  assert.deepEqual(soughtIn('  '), { is: 'nothing' })
  assert.deepEqual(soughtIn(` ${dropId.toUpperCase()} `), { is: 'id', id: dropId })
  for (const text of ['0199aaaa-bbbb', '0199AAAABBBB', '0199aaaa']) {
    assert.deepEqual(soughtIn(text), { is: 'number', text: text.toLowerCase() })
  }
  assert.deepEqual(soughtIn('facade').is, 'words')
  assert.deepEqual(soughtIn('minji@example.com'), { is: 'mail', email: 'minji@example.com' })
  assert.deepEqual(soughtIn('달항아리'), { is: 'words', text: '달항아리' })
})

test('a receipt is found as it was kept, and as a shopper reads it aloud', () => {
  const found = { is: 'receipt', dropId, position: 37 }
  const receipt = { entry: { index: 4, dropId, kind: 'reserved', position: 37 }, index: 4 }
  assert.deepEqual(soughtIn(JSON.stringify(receipt, null, 2)), found)
  assert.deepEqual(soughtIn(`${dropId} #37`), found)
  assert.deepEqual(soughtIn('{"nothing": 1}').is, 'words')
})
