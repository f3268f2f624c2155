import type { SkuUnits } from './stock-changes.ts'
import type { StockTransaction } from './stock-tables.ts'

/** What is free of these SKUs; unknown ones are left out. */
export async function readSkuUnits(
  trx: StockTransaction,
  skuIds: readonly string[],
): Promise<SkuUnits[]> {
  const found: SkuUnits[] = []
  for (const skuId of skuIds) {
    const [row] = await trx.sql.all<SkuUnits>(
      'select sku_id as skuId, units - reserved - sold as available from sku where sku_id = ?',
      skuId,
    )
    if (row !== undefined) found.push(row)
  }
  return found
}
