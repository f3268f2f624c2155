import type { LedgerEntry, Receipt } from '#contracts/ledger.ts'
import { canonicalText } from '#web/storefront/receipt/canonical-text.ts'
import { hexOf, leafHash, rootOfLeaves } from '#web/storefront/receipt/inclusion.ts'
import type { PublicKey } from '#web/storefront/receipt/signed-head.ts'
import { type ReceiptVerdict, verifyReceipt } from '#web/storefront/receipt/verify-receipt.ts'

/**
 * The proof is right in all of these too: `changed`: the ledger of now has another line in its
 * place. `pastDiffers`: the lines that were there when it was given are not all there as they were.
 * `newer`: it came after the ledger was read, which could not be read again.
 */
export type FileVerdict =
  | { readonly is: 'verified'; readonly entry: LedgerEntry }
  | { readonly is: 'none' | 'unable' | 'changed' | 'pastDiffers' | 'newer' }
  | { readonly is: 'wrong'; readonly what: 'entry' | 'path' | 'signature' }
  | { readonly is: 'otherDrop'; readonly dropId: string }

export type Against = {
  readonly dropId: string
  readonly entries: readonly LedgerEntry[]
  readonly keys: readonly PublicKey[]
  /** The entries of now; null where they cannot be read. */
  readonly readAgain: () => Promise<readonly LedgerEntry[] | null>
}

/**
 * Whether a file that somebody kept is a receipt of this drop, and the ledger of now only adds to
 * the one that it was given from. Also takes the answer to a reservation, which has a receipt in it.
 */
export async function judgeReceiptFile(
  text: string,
  { dropId, entries, keys, readAgain }: Against,
): Promise<FileVerdict> {
  const receipt = receiptIn(text)
  if (receipt === null) return { is: 'none' }
  const { entry, head } = receipt
  if (entry.dropId !== dropId) return { is: 'otherDrop', dropId: entry.dropId }
  const claimed = { dropId, position: entry.position }
  const verdict: ReceiptVerdict = await verifyReceipt(receipt, claimed, keys)
  if (verdict.is !== 'verified') return verdict
  const now = head.size <= entries.length ? entries : await readAgain()
  return now === null ? { is: 'newer' } : await heldAgainst(now, receipt)
}

async function heldAgainst(
  entries: readonly LedgerEntry[],
  { entry, index, head }: Receipt,
): Promise<FileVerdict> {
  if (entries.length < head.size) return { is: 'pastDiffers' }
  if (canonicalText(entries[index]) !== canonicalText(entry)) return { is: 'changed' }
  const past = entries.slice(0, head.size).map(one => leafHash(canonicalText(one)))
  const isPast = hexOf(await rootOfLeaves(await Promise.all(past))) === head.rootHash
  return isPast ? { is: 'verified', entry } : { is: 'pastDiffers' }
}

function receiptIn(text: string): Receipt | null {
  const read = parsed(text)
  const receipt = isObject(read) && isObject(read.receipt) ? read.receipt : read
  if (!isObject(receipt)) return null
  const { entry, index, path, head } = receipt
  const isReceipt =
    isFlat(entry) &&
    typeof entry.dropId === 'string' &&
    Number.isSafeInteger(index) &&
    Array.isArray(path) &&
    path.every(hash => typeof hash === 'string') &&
    isFlat(head) &&
    typeof head.jws === 'string'
  return isReceipt ? (receipt as unknown as Receipt) : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // Whatever is no JSON is no receipt.
    if (error instanceof SyntaxError) return null
    throw error
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** As an entry and a head are. What is nested without end could not be hashed. */
const isFlat = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isObject(value) && !Object.values(value).some(isObject)
