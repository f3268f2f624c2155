import { useQuery } from '@tanstack/react-query'
import type { LedgerEntry } from '#contracts/ledger.ts'
import { readEntries } from './read-entries.ts'

/** So many entries are read for a story at most: some megabytes. */
const MOST_ENTRIES = 20_000

export type ReadLedger = {
  readonly entries: readonly LedgerEntry[]
  /** False where there is more of it. */
  readonly isWhole: boolean
}

/** The public ledger of a drop, from its first entry: read after the press of which it shall tell. */
export function useWholeLedger(dropId: string, pressedAtMs: number | null) {
  return useQuery({
    queryKey: ['whole ledger', dropId, pressedAtMs],
    queryFn: ({ signal }) => readWhole(dropId, signal),
    staleTime: 30_000,
  })
}

async function readWhole(dropId: string, signal: AbortSignal): Promise<ReadLedger> {
  const entries = await readEntries(dropId, MOST_ENTRIES, signal)
  return { entries, isWhole: entries.length < MOST_ENTRIES }
}
