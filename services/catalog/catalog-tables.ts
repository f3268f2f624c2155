import type { Generated } from 'kysely'
import type { ProductKind } from '#contracts/catalog.ts'
import type { Transaction } from '#platform/database.ts'

export type ProductTable = {
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
}

export type CatalogTransaction = Transaction<CatalogTables>
