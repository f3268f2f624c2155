import type { KeyedRequest } from '#platform/database/idempotency.ts'
import { actOnce, type Recollection } from '#platform/database/keyed-act.ts'
import { readSkuUnits } from './sku-units-store.ts'
import { noChanges, type StockChanges } from './stock-changes.ts'
import type { StockTransaction } from './stock-tables.ts'

type KnownSku = {
  readonly skuId: string
  readonly productId: string
  readonly title: string
  readonly options: Readonly<Record<string, string>>
  readonly kind: 'drop' | 'regular'
  readonly units: number
}

export type Adjustment = {
  readonly adjustmentId: string
  readonly skuId: string
  readonly delta: number
  readonly reason: string
  readonly memberId: string
}

export const skuWrites = {
  /** New SKUs come with their units; of known ones only title and options are renewed. */
  async putSkus(trx: StockTransaction, { skus }: { skus: readonly KnownSku[] }): Promise<null> {
    const known = await trx.sql.runEach(
      'update sku set title = ?, options = ? where sku_id = ?',
      skus.map(sku => [sku.title, JSON.stringify(sku.options), sku.skuId]),
    )
    await trx.sql.runEach(
      `insert into sku (sku_id, product_id, title, options, kind, units) values (?, ?, ?, ?, ?, ?)`,
      skus
        .filter((_, at) => known[at] === 0)
        .map(sku => [
          sku.skuId,
          sku.productId,
          sku.title,
          JSON.stringify(sku.options),
          sku.kind,
          sku.units,
        ]),
    )
    return null
  },

  adjustSku(
    trx: StockTransaction,
    { keyed, ...adjustment }: Adjustment & { readonly keyed: KeyedRequest | null },
  ): Promise<Adjusted | Recollection> {
    return actOnce(trx, keyed, { act: () => adjust(trx, adjustment), answerOf })
  },
}

type Adjusted = {
  readonly outcome: 'done' | 'not_found' | 'stock_insufficient'
  readonly changes: StockChanges
}

function answerOf({ outcome, changes }: Adjusted): string | null {
  return outcome === 'done' ? JSON.stringify(changes.skus[0]) : null
}

async function adjust(trx: StockTransaction, adjustment: Adjustment): Promise<Adjusted> {
  const { skuId, delta } = adjustment
  const changed = await trx.sql.run(
    `update sku set units = units + ?, version = version + 1
       where sku_id = ? and units + ? - reserved - sold >= 0`,
    delta,
    skuId,
    delta,
  )
  const skus = await readSkuUnits(trx, [skuId])
  if (changed === 0) {
    return { outcome: skus.length === 0 ? 'not_found' : 'stock_insufficient', changes: noChanges }
  }
  await insertAdjustment(trx, adjustment)
  return { outcome: 'done', changes: { drops: [], skus, taken: [] } }
}

/** Every change of units by hand is kept, with who made it and why. */
export async function insertAdjustment(
  trx: StockTransaction,
  { adjustmentId, skuId, delta, reason, memberId }: Adjustment,
): Promise<void> {
  await trx.sql.run(
    `insert into sku_adjustment (adjustment_id, sku_id, delta, reason, member_id, at_ms)
     values (?, ?, ?, ?, ?, ?)`,
    adjustmentId,
    skuId,
    delta,
    reason,
    memberId,
    await trx.nowMs(),
  )
}
