import { createHmac, hash } from 'node:crypto'
import type { LedgerEntry } from '#contracts/ledger.ts'

/** An entry before it has its place. */
export type NewEntry = Omit<LedgerEntry, 'index' | 'dropId' | 'atMs'>

/**
 * Gives a drop's members pseudonyms: the same member is the same within one drop, and another in
 * every other drop. Without the secret nobody can try members against it. The drop's own key comes
 * from HMAC-SHA-256; under it SHA-256 over one block of a fixed length needs no HMAC (no length
 * extension where the length is fixed), and costs a third.
 */
export function pseudonyms(secret: Uint8Array, dropId: string): (memberId: string) => string {
  const dropKey = createHmac('sha256', secret).update(dropId).digest('hex')
  return memberId => hash('sha256', dropKey + memberId, 'hex').slice(0, 32)
}
