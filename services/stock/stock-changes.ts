import type { DropRecord } from './drop.ts'

/** What a transaction changed, for those who watch: the gate, the caches, the live streams. */
export type StockChanges = {
  readonly drops: readonly DropRecord[]
  readonly skus: readonly SkuUnits[]
  /** Members who hold more or less than before, and how much now; their drop is among `drops`. */
  readonly taken: readonly MemberTaken[]
  /** Members who left the line of a drop. */
  readonly left?: readonly { readonly dropId: string; readonly memberId: string }[]
}

export type SkuUnits = { readonly skuId: string; readonly available: number }

export type MemberTaken = {
  readonly dropId: string
  readonly memberId: string
  readonly units: number
  /** The member waited, and has been offered units or was passed by. */
  readonly inLine?: true
}

export const noChanges: StockChanges = { drops: [], skus: [], taken: [] }
