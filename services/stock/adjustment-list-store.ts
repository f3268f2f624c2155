import type { Adjustment } from './sku-store.ts'
import { readSkuUnits } from './sku-units-store.ts'
import type { StockTransaction } from './stock-tables.ts'

type MadeAdjustment = Omit<Adjustment, 'skuId'> & { readonly atMs: number }

export const adjustmentReads = {
  /**
   * What changed a SKU's units by hand, the newest first, and one more than `limit` where another
   * page follows; null where there is no such SKU.
   */
  async listAdjustments(
    trx: StockTransaction,
    input: { readonly skuId: string; readonly before: string | null; readonly limit: number },
  ): Promise<MadeAdjustment[] | null> {
    const { skuId, before, limit } = input
    if ((await readSkuUnits(trx, [skuId])).length === 0) return null
    return trx.sql.all<MadeAdjustment>(
      `select adjustment_id as adjustmentId, delta, reason, member_id as memberId, at_ms as atMs
       from sku_adjustment where sku_id = ?${before === null ? '' : ' and adjustment_id < ?'}
       order by adjustment_id desc limit ?`,
      ...(before === null ? [skuId] : [skuId, before]),
      limit + 1,
    )
  },
}
