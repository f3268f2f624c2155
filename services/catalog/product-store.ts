import assert from 'node:assert/strict'
import type { ProductKind } from '#contracts/catalog.ts'
import type { Category } from '#contracts/categories.ts'
import type { Money } from '#contracts/money.ts'
import type { KeyedRequest } from '#platform/database/idempotency.ts'
import { actOnce, type Recollection } from '#platform/database/keyed-act.ts'
import type { CatalogTransaction } from './catalog-tables.ts'
import { readCategory } from './category-store.ts'
import { foldTitle } from './fold-title.ts'
import { readProducts } from './product-read-store.ts'
import { productView } from './product-view.ts'

/** A product without what stock knows of it. */
export type StoredProduct = {
  readonly productId: string
  readonly title: string
  readonly description: string
  readonly category: Category | null
  readonly images: readonly string[]
  readonly kind: ProductKind
  readonly price: Money
  readonly skus: readonly StoredSku[]
  readonly likeCount: number
}

export type StoredSku = {
  readonly skuId: string
  readonly options: Readonly<Record<string, string>>
}

type NewProduct = Pick<
  StoredProduct,
  'productId' | 'title' | 'description' | 'images' | 'kind' | 'price'
> & {
  readonly categoryId: string | null
  readonly skus: readonly (StoredSku & { readonly units: number })[]
}

type Created = { readonly outcome: 'created' } | { readonly outcome: 'category_unknown' }

export function createProduct(
  trx: CatalogTransaction,
  { keyed = null, ...product }: NewProduct & { readonly keyed?: KeyedRequest | null },
): Promise<(Created & { readonly answer?: string }) | Recollection> {
  return actOnce(trx, keyed, {
    act: () => insertProduct(trx, product),
    answerOf: ({ outcome }) => (outcome === 'created' ? viewOfNew(trx, product) : null),
  })
}

/** As everybody reads it before any unit of it has moved. */
async function viewOfNew(
  trx: CatalogTransaction,
  { productId, skus }: NewProduct,
): Promise<string> {
  const [stored] = await readProducts(trx, { productIds: [productId] })
  assert(stored !== undefined, 'a product that was just written is there')
  const stockBySku = new Map(
    skus.map(({ skuId, units }) => [skuId, { skuId, available: units, drop: null }]),
  )
  return JSON.stringify(productView(stored, stockBySku, { stale: false }))
}

async function insertProduct(trx: CatalogTransaction, product: NewProduct): Promise<Created> {
  const { productId, title, description, categoryId, images, kind, price } = product
  if (await isUnknown(trx, categoryId)) return { outcome: 'category_unknown' }
  const { insertId } = await trx.query
    .insertInto('product')
    .values({
      product_id: productId,
      title,
      title_folded: foldTitle(title),
      description,
      category_id: categoryId,
      kind,
      price_minor: price.amountMinor,
      currency: price.currency,
      images: JSON.stringify(images),
      created_at_ms: await trx.nowMs(),
    })
    .executeTakeFirstOrThrow()
  await trx.query
    .insertInto('product_sku')
    .values(
      product.skus.map(({ skuId, options }, at) => ({
        sku_id: skuId,
        product_number: Number(insertId),
        sku_number: at + 1,
        options: JSON.stringify(options),
      })),
    )
    .execute()
  return { outcome: 'created' }
}

type ProductChange = {
  readonly productId: string
  readonly title?: string
  readonly description?: string
  readonly categoryId?: string | null
  readonly price?: Money
  readonly images?: readonly string[]
}

export async function changeProduct(
  trx: CatalogTransaction,
  { productId, title, description, categoryId, price, images }: ProductChange,
): Promise<{ readonly outcome: 'changed' | 'not_found' | 'category_unknown' }> {
  if (await isUnknown(trx, categoryId)) return { outcome: 'category_unknown' }
  const { numUpdatedRows } = await trx.query
    .updateTable('product')
    .set({
      // Set also where nothing changes, because a statement must set something.
      product_id: productId,
      ...(title === undefined ? {} : { title, title_folded: foldTitle(title) }),
      ...(description === undefined ? {} : { description }),
      ...(categoryId === undefined ? {} : { category_id: categoryId }),
      ...(price === undefined ? {} : { price_minor: price.amountMinor, currency: price.currency }),
      ...(images === undefined ? {} : { images: JSON.stringify(images) }),
    })
    .where('product_id', '=', productId)
    .where('is_gone', '=', 0)
    .executeTakeFirst()
  return { outcome: numUpdatedRows === 1n ? 'changed' : 'not_found' }
}

/** Takes a product out of the shop; its row stays, for the orders that name it. */
export async function deleteProduct(
  trx: CatalogTransaction,
  { productId }: { readonly productId: string },
): Promise<{ readonly outcome: 'deleted' | 'not_found' }> {
  const { numUpdatedRows } = await trx.query
    .updateTable('product')
    .set({ is_gone: 1, category_id: null })
    .where('product_id', '=', productId)
    .where('is_gone', '=', 0)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return { outcome: 'not_found' }
  const skuIds = await skuIdsOf(trx, productId)
  const rows = skuIds.map(skuId => [skuId])
  await trx.sql.runEach('delete from restock_notice where sku_id = ?', rows)
  return { outcome: 'deleted' }
}

async function skuIdsOf({ query }: CatalogTransaction, productId: string): Promise<string[]> {
  const rows = await query
    .selectFrom('product as p')
    .innerJoin('product_sku as s', 's.product_number', 'p.product_number')
    .select('s.sku_id as skuId')
    .where('p.product_id', '=', productId)
    .orderBy('s.sku_number')
    .limit(200)
    .execute()
  return rows.map(row => row.skuId)
}

async function isUnknown(
  trx: CatalogTransaction,
  categoryId: string | null | undefined,
): Promise<boolean> {
  if (categoryId === undefined || categoryId === null) return false
  return (await readCategory(trx, categoryId)) === undefined
}
