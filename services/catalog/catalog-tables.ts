import type { Generated } from 'kysely'
import type { ProductKind } from '#contracts/catalog.ts'
import type { Transaction } from '#platform/database/database.ts'

type ProductTable = {
  /** Counts up: the order of birth, and the last word of every sort. */
  product_number: Generated<number>
  product_id: string
  title: string
  /** The title as it is searched: one form of each letter. */
  title_folded: string
  description: string
  category_id: string | null
  kind: ProductKind
  price_minor: number
  currency: string
  /** JSON text: paths of this shop. */
  images: string
  like_count: Generated<number>
  created_at_ms: number
  /** One, where the product was taken out of the shop. */
  is_gone: Generated<number>
}

export type CatalogTables = {
  category: { category_id: string; name: string; parent_id: string | null }
  /** One row. Whoever changes the tree changes it first, so that two changes never cross. */
  category_tree: { tree_id: number; version: number }
  product: ProductTable
  product_sku: {
    sku_id: string
    product_number: number
    sku_number: number
    /** JSON text. */
    options: string
  }
  product_like: { product_number: number; member_id: string }
  wish: { member_id: string; sku_id: string; quantity: number; added_at_ms: number }
  restock_notice: {
    sku_id: string
    member_id: string
    notice_id: string
    /** One, once the SKU was seen to be sold out. */
    is_armed: number
  }
}

export type CatalogTransaction = Transaction<CatalogTables>
