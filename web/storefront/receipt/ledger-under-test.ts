import type { LedgerEntry, Receipt, SignedHead } from '#contracts/ledger.ts'
import { canonicalText } from './canonical-text.ts'
import { type Bytes, hexOf, leafHash, nodeHash } from './inclusion.ts'
import type { PublicKey } from './signed-head.ts'

export const dropId = '01990000-0000-7000-8000-000000000001'

const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair
const { x = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey)

/** Of the shop that signs here. */
export const keys: readonly PublicKey[] = [{ kid: 'k1', kty: 'OKP', crv: 'Ed25519', x }]

export async function aHead(entries: readonly LedgerEntry[], typ?: string): Promise<SignedHead> {
  const rootHash = hexOf(await treeHash(await leavesOf(entries)))
  const head = { dropId, size: entries.length, rootHash, atMs: 1_795_000_001_000 }
  return { ...head, jws: await sign(canonicalText(head), typ) }
}

export async function aReceipt(
  entries: readonly LedgerEntry[],
  index: number,
  typ?: string,
): Promise<Receipt> {
  const [entry] = entries.slice(index)
  if (entry === undefined) throw new RangeError(`no entry ${index}`)
  const path = (await pathTo(await leavesOf(entries), index)).map(hexOf)
  return { entry, index, path, head: await aHead(entries, typ) }
}

const leavesOf = (entries: readonly LedgerEntry[]) =>
  Promise.all(entries.map(entry => leafHash(canonicalText(entry))))

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
