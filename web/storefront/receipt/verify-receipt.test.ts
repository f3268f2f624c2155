import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LedgerEntry, Receipt } from '#contracts/ledger.ts'
import { canonicalText } from './canonical-text.ts'
import { aReceipt, dropId, keys } from './ledger-under-test.ts'
import { verifyReceipt } from './verify-receipt.ts'

const entriesOf = (size: number): LedgerEntry[] =>
  Array.from({ length: size }, (_, index) => ({
    ...{ index, dropId, kind: 'reserved', atMs: 1_795_000_000_000 + index, position: index + 1 },
    ...{ member: `member-${index}`, quantity: 1 },
  }))

const aReceiptOf = (index: number, size: number, typ?: string) =>
  aReceipt(entriesOf(size), index, typ)

const judge = (receipt: Receipt, position = receipt.index + 1) =>
  verifyReceipt(receipt, { dropId, position }, keys).then(verdict =>
    verdict.is === 'wrong' ? verdict.what : verdict.is,
  )

test('every receipt of a ledger of any size is proven', async () => {
  for (let size = 1; size <= 17; size++) {
    for (let index = 0; index < size; index++) {
      assert.equal(await judge(await aReceiptOf(index, size)), 'verified', `${index} of ${size}`)
    }
  }
})

test('a receipt for another number than the page shows is wrong', async () => {
  assert.equal(await judge(await aReceiptOf(3, 9), 3), 'entry')
})

test('an entry that was altered is not in the ledger', async () => {
  const receipt = await aReceiptOf(3, 9)
  const earlier = { ...receipt, entry: { ...receipt.entry, atMs: receipt.entry.atMs - 1 } }
  assert.equal(await judge(earlier), 'path')
  assert.equal(await judge({ ...receipt, path: receipt.path.slice(1) }), 'path')
  assert.equal(await judge({ ...receipt, path: [...receipt.path, 'no hash'] }), 'path')
})

test('only the shop can sign a head, and only as a head', async () => {
  const receipt = await aReceiptOf(3, 9)
  const other = await aReceiptOf(3, 8)
  assert.equal(
    await judge({ ...receipt, head: { ...receipt.head, jws: other.head.jws } }),
    'signature',
  )
  assert.equal(
    await judge({ ...receipt, head: { ...receipt.head, jws: 'no.thing.there' } }),
    'signature',
  )
  assert.equal(await judge(await aReceiptOf(3, 9, 'at+jwt')), 'signature')
  const unknown = await verifyReceipt(receipt, { dropId, position: 4 }, [])
  assert.deepEqual(unknown, { is: 'wrong', what: 'signature' })
})

test('what is signed has one text: members sorted, none that is undefined', () => {
  assert.equal(
    canonicalText({ b: 1, a: 'é"\n', c: undefined, d: [true, null] }),
    '{"a":"é\\"\\n","b":1,"d":[true,null]}',
  )
})
