import { useQuery } from '@tanstack/react-query'
import { given } from '#web/kit/ask-shop.ts'
import { readEntries } from '#web/storefront/receipt/read-entries.ts'
import { readKeys } from '#web/storefront/receipt/read-keys.ts'
import type { PublicKey } from '#web/storefront/receipt/signed-head.ts'
import { auditLedger, type LedgerAudit, type ServedLedger } from './audit-ledger.ts'

export type AuditedLedger = ServedLedger & {
  readonly audit: LedgerAudit
  readonly keys: readonly PublicKey[]
}

/** The ledger of a drop as it was at its newest head, and what this browser finds of it. */
export function useAudit(dropId: string) {
  return useQuery({
    queryKey: ['ledger audit', dropId],
    queryFn: ({ signal }) => readAndAudit(dropId, signal),
    // It is long, and what was checked stays true: who wants the newest loads the page again.
    staleTime: Number.POSITIVE_INFINITY,
  })
}

async function readAndAudit(dropId: string, signal: AbortSignal): Promise<AuditedLedger> {
  const [head, keys] = await Promise.all([
    given('stock.readLedgerHead', { dropId }, { signal }),
    readKeys(),
  ])
  const entries = await readEntries(dropId, head.size, signal)
  return { head, entries, keys, audit: await auditLedger({ head, entries }, dropId, keys) }
}
