import type { CatalogTransaction } from './catalog-tables.ts'

type Wish = {
  readonly memberId: string
  readonly skuId: string
  readonly quantity: number
}

const INSERT = `insert into wish (member_id, sku_id, quantity, added_at_ms)
  select ?, s.sku_id, ?, ? from product_sku s
  join product p on p.product_number = s.product_number
  where s.sku_id = ? and p.is_gone = 0`

/** Puts a SKU on a member's wishlist, or changes its quantity; the instant it came there stays. */
export async function putWish(
  trx: CatalogTransaction,
  { memberId, skuId, quantity }: Wish,
): Promise<{ readonly outcome: 'kept' | 'not_found' }> {
  const changed = await trx.sql.run(
    `update wish set quantity = ? where member_id = ? and sku_id = ? and exists (
       select 1 from product_sku s join product p on p.product_number = s.product_number
       where s.sku_id = wish.sku_id and p.is_gone = 0)`,
    quantity,
    memberId,
    skuId,
  )
  if (changed === 1) return { outcome: 'kept' }
  // Where another request put it there meanwhile, the key refuses, and all of this runs again.
  const added = await trx.sql.run(INSERT, memberId, quantity, await trx.nowMs(), skuId)
  return { outcome: added === 1 ? 'kept' : 'not_found' }
}

export async function removeWish(
  trx: CatalogTransaction,
  { memberId, skuId }: Pick<Wish, 'memberId' | 'skuId'>,
): Promise<void> {
  await trx.sql.run('delete from wish where member_id = ? and sku_id = ?', memberId, skuId)
}

/** Where a page of a wishlist ends. */
export type WishKey = { readonly addedAtMs: number; readonly skuId: string }

export type ListedWish = WishKey & {
  readonly productId: string
  readonly quantity: number
  readonly title: string
  /** JSON text. */
  readonly options: string
  readonly priceMinor: number
  readonly currency: string
}

/** A member's wishes, the newest first, from behind a key; also those that are gone. */
export async function listWishes(
  { query }: CatalogTransaction,
  {
    memberId,
    behind,
    limit,
  }: { readonly memberId: string; readonly behind: WishKey | null; readonly limit: number },
): Promise<ListedWish[]> {
  return query
    .selectFrom('wish as w')
    .innerJoin('product_sku as s', 's.sku_id', 'w.sku_id')
    .innerJoin('product as p', 'p.product_number', 's.product_number')
    .select([
      'w.sku_id as skuId',
      'p.product_id as productId',
      'w.quantity',
      'w.added_at_ms as addedAtMs',
      'p.title',
      's.options',
      'p.price_minor as priceMinor',
      'p.currency',
    ])
    .where('w.member_id', '=', memberId)
    .$if(behind !== null, page =>
      page
        .where('w.added_at_ms', '<=', behind?.addedAtMs ?? 0)
        .where(row =>
          row.or([
            row('w.added_at_ms', '<', behind?.addedAtMs ?? 0),
            row('w.sku_id', '<', behind?.skuId ?? ''),
          ]),
        ),
    )
    .orderBy('w.added_at_ms', 'desc')
    .orderBy('w.sku_id', 'desc')
    .limit(limit)
    .execute()
}
