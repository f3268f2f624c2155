import { useQuery } from '@tanstack/react-query'
import type { Receipt } from '#contracts/ledger.ts'
import type { PublicKey } from './signed-head.ts'
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

async function readKeys(): Promise<readonly PublicKey[]> {
  const response = await fetch('/.well-known/jwks.json')
  if (!response.ok) throw new Error(`the keys answer ${response.status}`)
  const { keys } = (await response.json()) as { readonly keys: readonly PublicKey[] }
  return keys
}
