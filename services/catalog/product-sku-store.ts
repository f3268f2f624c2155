import type { SkuStock } from '#contracts/skus.ts'
import type { KeyedRequest } from '#platform/database/idempotency.ts'
import { actOnce, type Recollection } from '#platform/database/keyed-act.ts'
import type { CatalogTransaction } from './catalog-tables.ts'
import { readProducts } from './product-read-store.ts'
import type { StoredProduct, StoredSku } from './product-store.ts'
import { productView } from './product-view.ts'
import { type OptionsFault, optionsFault } from './sku-options.ts'

/** As many as a product is made with at most. */
const MOST_SKUS = 200

type NewSku = {
  readonly productId: string
  readonly sku: StoredSku
  /** Of all its SKUs, as stock told it: for the answer that the key gets. */
  readonly stock: readonly SkuStock[]
}

type SkuAdded =
  | { readonly outcome: 'added'; readonly product: StoredProduct }
  | { readonly outcome: 'options_wrong'; readonly fault: OptionsFault }
  | { readonly outcome: 'not_found' | 'too_many' }

/** Puts a SKU behind the others of its product. */
export function addSku(
  trx: CatalogTransaction,
  { keyed, ...added }: NewSku & { readonly keyed: KeyedRequest | null },
): Promise<(SkuAdded & { readonly answer?: string }) | Recollection> {
  const stockBySku = new Map(added.stock.map(sku => [sku.skuId, sku]))
  return actOnce(trx, keyed, {
    act: () => insertSku(trx, added),
    answerOf: result =>
      result.outcome === 'added'
        ? JSON.stringify(productView(result.product, stockBySku, { stale: false }))
        : null,
  })
}

async function insertSku(trx: CatalogTransaction, { productId, sku }: NewSku): Promise<SkuAdded> {
  const product = await lockProduct(trx, productId)
  if (product === null) return { outcome: 'not_found' }
  const skus = [...product.skus, sku]
  const fault = optionsFault(
    sku.options,
    product.skus.map(each => each.options),
  )
  if (fault !== null) return { outcome: 'options_wrong', fault }
  if (skus.length > MOST_SKUS) return { outcome: 'too_many' }
  await trx.sql.run(
    `insert into product_sku (sku_id, product_number, sku_number, options)
     select ?, p.product_number, max(s.sku_number) + 1, ? from product p
     join product_sku s on s.product_number = p.product_number
     where p.product_id = ? group by p.product_number`,
    sku.skuId,
    JSON.stringify(sku.options),
    productId,
  )
  return { outcome: 'added', product: { ...product, skus } }
}

/** Takes a SKU out of its product, with what members marked of it. Orders know what they sold. */
export async function removeSku(
  trx: CatalogTransaction,
  { productId, skuId }: { readonly productId: string; readonly skuId: string },
): Promise<{ readonly outcome: 'removed' | 'not_found' | 'last_one' }> {
  const product = await lockProduct(trx, productId)
  if (!product?.skus.some(sku => sku.skuId === skuId)) return { outcome: 'not_found' }
  if (product.skus.length === 1) return { outcome: 'last_one' }
  for (const table of ['wish', 'restock_notice', 'product_sku']) {
    await trx.sql.run(`delete from ${table} where sku_id = ?`, skuId)
  }
  return { outcome: 'removed' }
}

/** So that two who change a product's SKUs do it one after the other. */
async function lockProduct(
  trx: CatalogTransaction,
  productId: string,
): Promise<StoredProduct | null> {
  await trx.sql.run('update product set is_gone = is_gone where product_id = ?', productId)
  const [product] = await readProducts(trx, { productIds: [productId] })
  return product ?? null
}
