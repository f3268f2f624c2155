import { emptyFrontier } from '#platform/security/merkle-tree.ts'
import { appendEntries, ledgerReads } from '#services/stock/ledger-store.ts'
import type { StockTransaction } from '#services/stock/stock-tables.ts'

export { migrations } from '#services/stock/stock-migrations.ts'

export const reads = ledgerReads

/** As many decisions as a commit of a rush has. */
const A_BATCH = 64

export const writes = {
  /** A drop whose ledger has so many entries, written as stock writes them. */
  async growLedger(
    trx: StockTransaction,
    { dropId, size }: { readonly dropId: string; readonly size: number },
  ): Promise<void> {
    const nowMs = await trx.nowMs()
    await trx.sql.run(
      `insert into sku (sku_id, product_id, title, options, kind, units)
       values (?, ?, 'Bench', '{}', 'drop', 0)`,
      ...[dropId, dropId],
    )
    await trx.sql.run(
      `insert into drop_sale (drop_id, sku_id, product_id, title, line_title, options,
         price_minor, currency, units, opens_at_ms, closes_at_ms, limit_per_member, hold_ms,
         next_due_at_ms, last_at_ms, ledger_size, ledger_frontier)
       values (?, ?, ?, 'Bench', 'Bench', '{}', 1, 'KRW', 0, 0, 1, 1, 1000, 0, 0, ?, ?)`,
      ...[dropId, dropId, dropId, size, new Uint8Array()],
    )
    let frontier = emptyFrontier
    while (frontier.size < size) {
      const count = Math.min(A_BATCH, size - frontier.size)
      const first = frontier.size
      const entries = Array.from({ length: count }, (_, at) => ({
        ...{ kind: 'reserved' as const, position: first + at + 1, quantity: 1 },
        member: 'a5'.repeat(16),
      }))
      frontier = (await appendEntries(trx, { dropId, frontier, nowMs }, entries)).frontier
    }
  },
}
