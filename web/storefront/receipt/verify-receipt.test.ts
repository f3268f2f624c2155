import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { LedgerEntry, Receipt } from '#contracts/ledger.ts'
import { canonicalText } from './canonical-text.ts'
import { type Bytes, hexOf, leafHash, nodeHash } from './inclusion.ts'
import type { PublicKey } from './signed-head.ts'
import { verifyReceipt } from './verify-receipt.ts'

const dropId = '0190a000-0000-7000-8000-000000000001'
let pair: CryptoKeyPair
let keys: PublicKey[]

before(async () => {
  pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair
  const jwk = await crypto.subtle.exportKey('jwk', pair.publicKey)
  keys = [{ kid: 'k1', kty: 'OKP', crv: 'Ed25519', x: jwk.x ?? '' }]
})

const anEntry = (index: number): LedgerEntry => ({
  ...{ index, dropId, kind: 'reserved', atMs: 1_795_000_000_000 + index, position: index + 1 },
  ...{ member: `member-${index}`, quantity: 1 },
})

/** MTH and PATH of RFC 9162 (2.1.1, 2.1.3.1), by their definitions. */
async function treeHash(leaves: readonly Bytes[]): Promise<Bytes> {
  const [only] = leaves
  if (only !== undefined && leaves.length === 1) return only
  const middle = splitOf(leaves.length)
  return nodeHash(await treeHash(leaves.slice(0, middle)), await treeHash(leaves.slice(middle)))
}

async function pathTo(leaves: readonly Bytes[], index: number): Promise<Bytes[]> {
  if (leaves.length === 1) return []
  const middle = splitOf(leaves.length)
  const [left, right] = [leaves.slice(0, middle), leaves.slice(middle)]
  return index < middle
    ? [...(await pathTo(left, index)), await treeHash(right)]
    : [...(await pathTo(right, index - middle)), await treeHash(left)]
}

function splitOf(size: number): number {
  let half = 1
  while (half * 2 < size) half *= 2
  return half
}

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const base64urlOf = (text: string) => Buffer.from(text).toString('base64url')

async function sign(payload: string, typ = 'ledger-head'): Promise<string> {
  const header = base64urlOf(JSON.stringify({ alg: 'EdDSA', typ, kid: 'k1' }))
  const signed = `${header}.${base64urlOf(payload)}`
  const signature = await crypto.subtle.sign('Ed25519', pair.privateKey, Buffer.from(signed))
  return `${signed}.${base64url(new Uint8Array(signature))}`
}

async function aReceipt(index: number, size: number, typ?: string): Promise<Receipt> {
  const entries = Array.from({ length: size }, (_, at) => anEntry(at))
  const leaves = await Promise.all(entries.map(entry => leafHash(canonicalText(entry))))
  const rootHash = hexOf(await treeHash(leaves))
  const head = { dropId, size, rootHash, atMs: 1_795_000_001_000 }
  return {
    entry: anEntry(index),
    index,
    path: (await pathTo(leaves, index)).map(hexOf),
    head: { ...head, jws: await sign(canonicalText(head), typ) },
  }
}

const judge = (receipt: Receipt, position = receipt.index + 1) =>
  verifyReceipt(receipt, { dropId, position }, keys).then(verdict =>
    verdict.is === 'wrong' ? verdict.what : verdict.is,
  )

test('every receipt of a ledger of any size is proven', async () => {
  for (let size = 1; size <= 17; size++) {
    for (let index = 0; index < size; index++) {
      assert.equal(await judge(await aReceipt(index, size)), 'verified', `${index} of ${size}`)
    }
  }
})

test('a receipt for another number than the page shows is wrong', async () => {
  assert.equal(await judge(await aReceipt(3, 9), 3), 'entry')
})

test('an entry that was altered is not in the ledger', async () => {
  const receipt = await aReceipt(3, 9)
  const earlier = { ...receipt, entry: { ...receipt.entry, atMs: receipt.entry.atMs - 1 } }
  assert.equal(await judge(earlier), 'path')
  assert.equal(await judge({ ...receipt, path: receipt.path.slice(1) }), 'path')
  assert.equal(await judge({ ...receipt, path: [...receipt.path, 'no hash'] }), 'path')
})

test('only the shop can sign a head, and only as a head', async () => {
  const receipt = await aReceipt(3, 9)
  const other = await aReceipt(3, 8)
  assert.equal(
    await judge({ ...receipt, head: { ...receipt.head, jws: other.head.jws } }),
    'signature',
  )
  assert.equal(
    await judge({ ...receipt, head: { ...receipt.head, jws: 'no.thing.there' } }),
    'signature',
  )
  assert.equal(await judge(await aReceipt(3, 9, 'at+jwt')), 'signature')
  const unknown = await verifyReceipt(receipt, { dropId, position: 4 }, [])
  assert.deepEqual(unknown, { is: 'wrong', what: 'signature' })
})

test('what is signed has one text: members sorted, none that is undefined', () => {
  assert.equal(
    canonicalText({ b: 1, a: 'é"\n', c: undefined, d: [true, null] }),
    '{"a":"é\\"\\n","b":1,"d":[true,null]}',
  )
})
