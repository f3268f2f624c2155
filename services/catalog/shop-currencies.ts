import type { Clock } from '#platform/time/clock.ts'
import type { CatalogDatabase } from './catalog-service.ts'

/** The currencies that the prices of this shop are in. */
export type ShopCurrencies = {
  /** The shop's own first, then the others by their codes; none where nothing is sold. */
  read(): Promise<readonly string[]>
  /** Has them read again: a product has changed. */
  forget(): void
}

/** News of a change may be lost between processes; then they are old at most this long. */
const KEPT_MS = 60_000

export function shopCurrencies({
  database,
  clock,
}: {
  readonly database: CatalogDatabase
  readonly clock: Clock
}): ShopCurrencies {
  let kept: { readonly oldAtMs: number; readonly read: Promise<readonly string[]> } | null = null
  return {
    async read() {
      if (kept !== null && clock.nowMs() < kept.oldAtMs) return kept.read
      const made = { oldAtMs: clock.nowMs() + KEPT_MS, read: database.read.listCurrencies({}) }
      kept = made
      try {
        return await made.read
      } catch (error) {
        if (kept === made) kept = null
        throw error
      }
    },
    forget() {
      kept = null
    },
  }
}
