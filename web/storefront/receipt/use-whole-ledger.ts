import { useQuery } from '@tanstack/react-query'
import type { LedgerEntry } from '#contracts/ledger.ts'
import { given } from '#web/kit/ask-shop.ts'

const PAGE = 1_000
/** So many entries are read for a story at most: some megabytes. */
const MOST_ENTRIES = 20_000

export type ReadLedger = {
  readonly entries: readonly LedgerEntry[]
  /** False where there is more of it. */
  readonly isWhole: boolean
}

/** The public ledger of a drop, from its first entry. */
export function useWholeLedger(dropId: string) {
  return useQuery({
    queryKey: ['whole ledger', dropId],
    queryFn: ({ signal }) => readWhole(dropId, signal),
    staleTime: 30_000,
  })
}

async function readWhole(dropId: string, signal: AbortSignal): Promise<ReadLedger> {
  const entries: LedgerEntry[] = []
  while (entries.length < MOST_ENTRIES) {
    const asked = { dropId, after: entries.length - 1, limit: PAGE }
    const { items } = await given('stock.readLedger', asked, { signal })
    entries.push(...items)
    if (items.length < PAGE) return { entries, isWhole: true }
  }
  return { entries, isWhole: false }
}
