import type { CatalogTransaction } from './catalog-tables.ts'

/** So much is told of each kind; who has more is a program. */
const MOST = 1_000

type OfSku = { readonly skuId: string; readonly productId: string; readonly title: string }

/** All that a member has marked, also of products that are gone. */
export async function readAllMarks(
  { sql }: CatalogTransaction,
  { memberId }: { readonly memberId: string },
) {
  const [likes, wishes, restockNotices] = await Promise.all([
    sql.all<{ productId: string; title: string }>(
      `select p.product_id as productId, p.title from product_like l
       join product p on p.product_number = l.product_number
       where l.member_id = ? order by l.product_number limit ${MOST}`,
      memberId,
    ),
    sql.all<OfSku & { quantity: number; addedAtMs: number }>(
      `select w.sku_id as skuId, p.product_id as productId, p.title, w.quantity,
         w.added_at_ms as addedAtMs
       from wish w join product_sku s on s.sku_id = w.sku_id
       join product p on p.product_number = s.product_number
       where w.member_id = ? order by w.added_at_ms, w.sku_id limit ${MOST}`,
      memberId,
    ),
    sql.all<OfSku>(
      `select n.sku_id as skuId, p.product_id as productId, p.title from restock_notice n
       join product_sku s on s.sku_id = n.sku_id
       join product p on p.product_number = s.product_number
       where n.member_id = ? order by n.sku_id limit ${MOST}`,
      memberId,
    ),
  ])
  return { likes, wishes, restockNotices }
}

const LIKED = '(select product_number from product_like where member_id = ?)'

/** Forgets them. Gives the products that are liked by one less. */
export async function forgetMember(
  { sql }: CatalogTransaction,
  { memberId }: { readonly memberId: string },
): Promise<string[]> {
  // The products' rows first, so that it waits for other likes of them instead of crossing.
  await sql.run(
    `update product set like_count = like_count - 1 where product_number in ${LIKED}`,
    memberId,
  )
  const unliked = await sql.all<{ productId: string }>(
    `select product_id as productId from product where product_number in ${LIKED}
     order by product_id`,
    memberId,
  )
  for (const table of ['product_like', 'wish', 'restock_notice', 'idempotency']) {
    await sql.run(`delete from ${table} where member_id = ?`, memberId)
  }
  return unliked.map(({ productId }) => productId)
}
