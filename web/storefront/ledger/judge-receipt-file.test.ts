import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aLedger, joined, PLAN, reserved } from '#contracts/ledger-rules/a-told-ledger.ts'
import { aReceipt, dropId, keys } from '#web/storefront/receipt/ledger-under-test.ts'
import { type Against, judgeReceiptFile } from './judge-receipt-file.ts'

const entries = aLedger(PLAN, reserved(1), reserved(2), joined(1))
const against: Against = { dropId, entries, keys, readAgain: async () => null }
const receipt = await aReceipt(entries, 2)

const judge = (file: unknown, other = against) => judgeReceiptFile(JSON.stringify(file), other)

test('a receipt that was kept is proven, and so is the answer that it came with', async () => {
  const proven = { is: 'verified', entry: entries[2] }
  assert.deepEqual(await judge(receipt), proven)
  assert.deepEqual(await judge({ position: 2, receipt }), proven)
})

test('an altered receipt is wrong', async () => {
  const entry = { ...receipt.entry, position: 1 }
  assert.deepEqual(await judge({ ...receipt, entry }), { is: 'wrong', what: 'path' })
})

test('a line that the ledger of now tells otherwise is told', async () => {
  const rewritten = entries.with(2, { ...receipt.entry, member: 'friend' })
  assert.deepEqual(await judge(receipt, { ...against, entries: rewritten }), { is: 'changed' })
})

test('a past that was rewritten is told, though the line of the receipt is as it was', async () => {
  const rewritten = entries.map(entry => (entry.index === 0 ? { ...entry, units: 100 } : entry))
  const judged = await judge(await aReceipt(rewritten, 1))
  assert.deepEqual(judged, { is: 'pastDiffers' })
})

test('a ledger that went on since the receipt still has its past', async () => {
  const older = await aReceipt(entries.slice(0, 2), 1)
  assert.deepEqual(await judge(older), { is: 'verified', entry: entries[1] })
})

test('a receipt of a later ledger is held against the one of now, which may be the shorter', async () => {
  const entriesBefore = entries.slice(0, 2)
  const before = { ...against, entries: entriesBefore }
  const readAgain = async () => entries
  const proven = { is: 'verified', entry: entries[2] }
  assert.deepEqual(await judge(receipt, { ...before, readAgain }), proven)
  const asBefore = { ...before, readAgain: async () => entriesBefore }
  assert.deepEqual(await judge(receipt, asBefore), { is: 'pastDiffers' })
  assert.deepEqual(await judge(await aReceipt(entries, 1), asBefore), { is: 'pastDiffers' })
  assert.deepEqual(await judge(receipt, before), { is: 'newer' })
})

test('a receipt of another drop leads there', async () => {
  const here = { ...against, dropId: dropId.replace(/1$/, '2') }
  assert.deepEqual(await judge(receipt, here), { is: 'otherDrop', dropId })
})

test('what is no receipt is told as such', async () => {
  assert.deepEqual(await judgeReceiptFile('certainly', against), { is: 'none' })
  for (const file of [null, [], { receipt: {} }, { ...receipt, path: [1] }]) {
    assert.deepEqual(await judge(file), { is: 'none' })
  }
})

test('a file that is nested however deep is told to be no receipt', async () => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
  const kept = JSON.stringify(receipt)
  const inEntry = kept.replace('"kind":"reserved"', `"kind":${deep}`)
  const inHead = kept.replace(/"rootHash":"[^"]*"/, `"rootHash":${deep}`)
  for (const file of [deep, inEntry, inHead]) {
    assert.notEqual(file, kept)
    assert.deepEqual(await judgeReceiptFile(file, against), { is: 'none' })
  }
})
