import type { OrderTransaction } from './orders-tables.ts'

/** What lies in a cart, with what was last seen of the SKU. */
export type StoredCartItem = {
  readonly skuId: string
  readonly productId: string
  readonly title: string
  /** JSON text. */
  readonly options: string
  readonly quantity: number
  readonly unitPriceMinor: number
  readonly currency: string
}

/** One order takes so many lines. */
const MOST_ITEMS = 50

/** In the order in which they were put in. */
export async function readCartItems(
  { sql }: OrderTransaction,
  { memberId }: { readonly memberId: string },
): Promise<StoredCartItem[]> {
  return sql.all<StoredCartItem>(
    `select sku_id as skuId, product_id as productId, title, options, quantity,
       unit_price_minor as unitPriceMinor, currency
     from cart_item where member_id = ? order by added_at_ms, sku_id limit 1000`,
    memberId,
  )
}

/** Puts a SKU in, or changes how many. */
export async function putCartItem(
  trx: OrderTransaction,
  { memberId, item }: { readonly memberId: string; readonly item: StoredCartItem },
): Promise<{ readonly outcome: 'put' | 'full' }> {
  const { skuId, productId, title, options, quantity, unitPriceMinor, currency } = item
  const seen = [productId, title, options, quantity, unitPriceMinor, currency]
  const changed = await trx.sql.run(
    `update cart_item set product_id = ?, title = ?, options = ?, quantity = ?,
       unit_price_minor = ?, currency = ?
     where member_id = ? and sku_id = ?`,
    ...seen,
    memberId,
    skuId,
  )
  if (changed === 1) return { outcome: 'put' }
  const added = await trx.sql.run(
    `insert into cart_item (product_id, title, options, quantity, unit_price_minor, currency,
       member_id, sku_id, added_at_ms)
     select ?, ?, ?, ?, ?, ?, ?, ?, ? from (select 1 as one) as once
     where (select count(*) from cart_item where member_id = ?) < ${MOST_ITEMS}`,
    ...seen,
    memberId,
    skuId,
    await trx.nowMs(),
    memberId,
  )
  return { outcome: added === 1 ? 'put' : 'full' }
}

export async function removeCartItem(
  { sql }: OrderTransaction,
  { memberId, skuId }: { readonly memberId: string; readonly skuId: string },
): Promise<void> {
  await sql.run('delete from cart_item where member_id = ? and sku_id = ?', memberId, skuId)
}

export async function clearCart(
  { sql }: OrderTransaction,
  { memberId }: { readonly memberId: string },
): Promise<void> {
  await sql.run('delete from cart_item where member_id = ?', memberId)
}

/** Takes what was ordered out of the cart. What was changed meanwhile stays. */
export async function takeOutOfCart(
  { sql }: OrderTransaction,
  memberId: string,
  lines: readonly { readonly skuId: string; readonly quantity: number }[],
): Promise<void> {
  await sql.runEach(
    'delete from cart_item where member_id = ? and sku_id = ? and quantity = ?',
    lines.map(({ skuId, quantity }) => [memberId, skuId, quantity]),
  )
}
