import type { CatalogTransaction } from './catalog-tables.ts'
import { currencyOrder } from './currency-order.ts'

/**
 * The currencies of what is sold, the shop's own first: that of the product which is there the
 * longest. Each is one step into an index, however many products there are.
 */
export async function listCurrencies({ query }: CatalogTransaction): Promise<string[]> {
  const sold = query.selectFrom('product').select('currency').where('is_gone', '=', 0).limit(1)
  const oldest = await sold
    .where('product_number', '>', 0)
    .orderBy('product_number')
    .executeTakeFirst()
  if (oldest === undefined) return []
  const currencies: string[] = []
  for (let after = ''; ; ) {
    const next = await sold.where('currency', '>', after).orderBy('currency').executeTakeFirst()
    if (next === undefined) return currencies.sort(currencyOrder(oldest.currency))
    currencies.push(next.currency)
    after = next.currency
  }
}
