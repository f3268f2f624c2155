import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { suite, test } from 'node:test'
import type { LedgerEntry } from '#contracts/ledger.ts'
import { canonicalJson } from '#platform/security/canonical-json.ts'
import { leafHash } from '#platform/security/merkle-hash.ts'
import { consistencyPath } from '#platform/security/merkle-prover.ts'
import { aFile, aHead, aLedger, aReceipt, aShop, jwksFile, verify } from './verify-under-test.ts'

suite('verify, for a receipt and the ledger of now', { concurrency: 2 }, () => {
  test('a ledger that went on is proven to add to it, though nothing of it is downloaded', async () => {
    const { exitCode, stdout } = await verifyGrowth(aLedger().slice(0, 7), aLedger())
    assert.equal(exitCode, 0)
    assert.match(stdout, /✓ Its 12 entries only add to the 7 of the receipt's ledger\.\n/)
    assert.match(stdout, /Verified\.\n$/)
  })

  test('one that stands where it stood is proven too', async () => {
    assert.equal((await verifyGrowth(aLedger(), aLedger())).exitCode, 0)
  })

  test('a past that was rewritten is told, though all of it is signed anew', async () => {
    const { exitCode, stdout } = await verifyGrowth(aLedger().slice(0, 7), rewrite(aLedger()))
    assert.equal(exitCode, 1)
    assert.match(stdout, /✗ past_differs: .*\nNot verified/)
  })

  test('a ledger that has become shorter is told', async () => {
    const { exitCode, stdout } = await verifyGrowth(aLedger(), aLedger().slice(0, 7))
    assert.equal(exitCode, 1)
    assert.match(stdout, /✗ past_differs: /)
  })

  test('a file of the ledger shows as much without a network', async () => {
    const receipt = await receiptOf(aLedger().slice(0, 7))
    async function verdictOn(entries: readonly LedgerEntry[]) {
      const file = await aFile(`${randomUUID()}.json`, { head: aHead(entries), entries })
      return await verify(receipt, '--ledger', file, '--jwks', jwksFile)
    }
    const { exitCode, stdout } = await verdictOn(aLedger())
    assert.equal(exitCode, 0)
    assert.match(stdout, /✓ Its 12 entries only add to the 7 of the receipt's ledger\.\n/)
    const rewritten = await verdictOn(rewrite(aLedger()))
    assert.equal(rewritten.exitCode, 1)
    assert.match(rewritten.stdout, /✗ past_differs: /)
    const saved = await verdictOn(aLedger().slice(0, 6))
    assert.equal(saved.exitCode, 66, 'what was saved before the receipt accuses nobody')
    assert.match(saved.stderr, /\.json is older than the receipt, .*Save the ledger anew/)
  })

  test('a shop that proves nothing has nothing to be judged by', async () => {
    await using shop = await aShop([], aHead(aLedger()))
    const { exitCode, stderr } = await verify(
      await receiptOf(aLedger()),
      '--ledger',
      shop.ledgerUrl,
    )
    assert.equal(exitCode, 66)
    assert.match(stderr, /consistency.* answers 404/)
  })
})

/** Verifies a receipt of the older ledger against a shop that has, signs and proves the newer one. */
async function verifyGrowth(older: readonly LedgerEntry[], newer: readonly LedgerEntry[]) {
  const leaves = newer.map(entry => leafHash(canonicalJson(entry)))
  const source = async (_: number, from: number, to: number) => leaves.slice(from, to)
  const hashes =
    older.length <= newer.length ? await consistencyPath(source, older.length, newer.length) : []
  const path = hashes.map(hash => hash.toString('hex'))
  await using shop = await aShop([], aHead(newer), { path })
  return await verify(await receiptOf(older), '--ledger', shop.ledgerUrl)
}

const rewrite = (entries: readonly LedgerEntry[]) =>
  entries.map(entry => (entry.index === 2 ? { ...entry, member: 'friend' } : entry))

const receiptOf = (entries: readonly LedgerEntry[]) =>
  aFile(`of-${entries.length}-${randomUUID()}.json`, aReceipt(4, entries))
