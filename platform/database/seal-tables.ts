import type { SealTables, Transaction } from './database.ts'
import { countOtherSeals, listOtherSeals, replaceSeals } from './sealed-store.ts'

type Run = (trx: Transaction<never>, input: never) => Promise<unknown>
type Call = (kind: 'read' | 'write', name: keyof SealTables) => (input: unknown) => Promise<never>

/** The transactions that every database has for its sealed texts, by name. */
export const sealProcedures: Readonly<Record<keyof SealTables, Run>> = {
  countOtherSeals,
  listOtherSeals,
  replaceSeals,
}

/** The same, each called by its name. */
export function sealTables(call: Call): SealTables {
  return {
    countOtherSeals: call('read', 'countOtherSeals'),
    listOtherSeals: call('read', 'listOtherSeals'),
    replaceSeals: call('write', 'replaceSeals'),
  }
}
