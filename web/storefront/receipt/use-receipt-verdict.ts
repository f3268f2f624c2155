import { useQuery } from '@tanstack/react-query'
import type { Receipt } from '#contracts/ledger.ts'
import { readKeys } from './read-keys.ts'
import { type Claimed, verifyReceipt } from './verify-receipt.ts'

/** What this browser itself finds of a receipt, with the keys that the shop publishes. */
export function useReceiptVerdict(receipt: Receipt, claimed: Claimed) {
  return useQuery({
    queryKey: ['verdict', receipt, claimed],
    queryFn: async () => verifyReceipt(receipt, claimed, await readKeys()),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 2,
  })
}
