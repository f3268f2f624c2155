import type { CatalogTransaction } from './catalog-tables.ts'

type Like = {
  readonly productId: string
  readonly memberId: string
  readonly liked: boolean
}

// The product's row first, so that two likes of it wait for one another instead of crossing.
const LOCK = 'update product set like_count = like_count + 0 where product_id = ? and is_gone = 0'

const ADD = `insert into product_like (product_number, member_id)
  select product_number, ? from product where product_id = ? and not exists (
    select 1 from product_like as present
    where present.product_number = product.product_number and present.member_id = ?)`

const REMOVE = `delete from product_like where member_id = ?
  and product_number = (select product_number from product where product_id = ?)`

const COUNT = 'update product set like_count = like_count + ? where product_id = ?'

/**
 * Likes a product, or no longer. The count moves with the row and in its transaction, so it cannot
 * drift. Gives the count, or null where there is no such product.
 */
export async function setLike(
  { sql }: CatalogTransaction,
  { productId, memberId, liked }: Like,
): Promise<number | null> {
  if ((await sql.run(LOCK, productId)) === 0) return null
  const moved = liked
    ? await sql.run(ADD, memberId, productId, memberId)
    : await sql.run(REMOVE, memberId, productId)
  if (moved > 0) await sql.run(COUNT, liked ? 1 : -1, productId)
  const [row] = await sql.all<{ likeCount: number }>(
    'select like_count as likeCount from product where product_id = ?',
    productId,
  )
  return row?.likeCount ?? null
}

/** A product can have no more. */
const MOST_SKUS = 200

/** Which of these products a member likes, and which of their SKUs are on the wishlist. */
type Marks = { readonly liked: readonly string[]; readonly wishedSkus: readonly string[] }

export async function readMarks(
  { query }: CatalogTransaction,
  { memberId, productIds }: { readonly memberId: string; readonly productIds: readonly string[] },
): Promise<Marks> {
  if (productIds.length === 0) return { liked: [], wishedSkus: [] }
  const liked = await query
    .selectFrom('product as p')
    .innerJoin('product_like as l', 'l.product_number', 'p.product_number')
    .select('p.product_id as productId')
    .where('p.product_id', 'in', productIds)
    .where('l.member_id', '=', memberId)
    .limit(productIds.length)
    .execute()
  const wished = await query
    .selectFrom('product as p')
    .innerJoin('product_sku as s', 's.product_number', 'p.product_number')
    .innerJoin('wish as w', 'w.sku_id', 's.sku_id')
    .select('w.sku_id as skuId')
    .where('p.product_id', 'in', productIds)
    .where('w.member_id', '=', memberId)
    .limit(productIds.length * MOST_SKUS)
    .execute()
  return {
    liked: liked.map(row => row.productId),
    wishedSkus: wished.map(row => row.skuId),
  }
}
