import type { Calls } from '#contracts/operation.ts'
import { refuse } from '#contracts/problems.ts'
import type { stockApi } from '#contracts/stock.ts'
import type { StockParts } from './stock-service.ts'

type LedgerCalls = Pick<
  Calls<typeof stockApi>,
  'readLedger' | 'readLedgerHead' | 'readLedgerProof' | 'readLedgerConsistency'
>

/** The ledger of a drop, for everybody. */
export function ledgerCalls({ database }: StockParts): LedgerCalls {
  return {
    async readLedger({ dropId, after = -1, limit = 500 }) {
      const page = await database.read.readLedger({ dropId, after, limit })
      if (page === null) return refuse('not_found')
      const last = page.entries.at(-1)
      const more = last !== undefined && last.index + 1 < page.size
      return { items: page.entries, nextCursor: more ? String(last.index) : null }
    },

    async readLedgerHead({ dropId }) {
      return (await database.read.readLedgerHead({ dropId })) ?? refuse('not_found')
    },

    async readLedgerProof({ dropId, entry }) {
      const receipt = await database.read.readLedgerProof({ dropId, entry })
      return receipt === null ? refuse('not_found') : JSON.parse(receipt)
    },

    async readLedgerConsistency({ dropId, from, to }) {
      const path = await database.read.readLedgerConsistency({ dropId, from, to })
      return path === null ? refuse('not_found') : { from, to, path }
    },
  }
}
