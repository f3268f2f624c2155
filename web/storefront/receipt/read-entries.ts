import type { LedgerEntry } from '#contracts/ledger.ts'
import { given } from '#web/kit/ask-shop.ts'

const PAGE = 1_000

/** The entries of a drop's public ledger from the first, as many as there are, at most `most`. */
export async function readEntries(
  dropId: string,
  most: number,
  signal: AbortSignal,
): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = []
  while (entries.length < most) {
    const limit = Math.min(PAGE, most - entries.length)
    const asked = { dropId, after: entries.length - 1, limit }
    const { items } = await given('stock.readLedger', asked, { signal })
    entries.push(...items)
    if (items.length < limit) break
  }
  return entries
}
