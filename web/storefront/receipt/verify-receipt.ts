import type { Receipt } from '#contracts/ledger.ts'
import { canonicalText } from './canonical-text.ts'
import { bytesOfHex, hexOf, leafHash, rootByPath } from './inclusion.ts'
import { type PublicKey, signatureOf } from './signed-head.ts'

/** What the browser found. `unable`: it has no Ed25519, or no crypto where there is no TLS. */
export type ReceiptVerdict =
  | { readonly is: 'verified'; readonly leaf: string }
  | { readonly is: 'wrong'; readonly what: 'entry' | 'path' | 'signature' }
  | { readonly is: 'unable' }

/** What the page says beside the receipt, and the receipt must say too. */
export type Claimed = {
  readonly dropId?: string | undefined
  readonly position?: number | undefined
}

/**
 * Checks a receipt with nothing but the shop's public keys: that it is about what the page says,
 * that its entry is in the ledger of the head, and that the shop signed that head.
 */
export async function verifyReceipt(
  { entry, index, path, head }: Receipt,
  claimed: Claimed,
  keys: readonly PublicKey[],
): Promise<ReceiptVerdict> {
  if (globalThis.crypto?.subtle === undefined) return { is: 'unable' }
  const isAboutThis =
    entry.index === index &&
    entry.dropId === head.dropId &&
    entry.dropId === claimed.dropId &&
    entry.position === claimed.position
  if (!isAboutThis) return { is: 'wrong', what: 'entry' }
  const leaf = await leafHash(canonicalText(entry))
  const place = { index, size: head.size }
  const root = await rootByPath(leaf, place, path.map(bytesOfHex))
  if (root === null || hexOf(root) !== head.rootHash) return { is: 'wrong', what: 'path' }
  const signature = await signatureOf(head, keys)
  if (signature === 'wrong') return { is: 'wrong', what: 'signature' }
  if (signature === 'unable') return { is: 'unable' }
  return { is: 'verified', leaf: hexOf(leaf) }
}
