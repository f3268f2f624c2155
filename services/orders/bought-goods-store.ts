import type { BoughtGoods } from '#contracts/delivery-facts.ts'
import { inList } from './in-list-store.ts'
import type { OrderTransaction } from './orders-tables.ts'

type Row = {
  readonly orderNumber: number
  readonly title: string
  /** JSON text. */
  readonly options: string
  readonly quantity: number
}

/** What was bought by each of these orders, in the order of its lines. */
export async function readBoughtGoods(
  { sql }: OrderTransaction,
  orderNumbers: readonly number[],
): Promise<Map<number, BoughtGoods[]>> {
  if (orderNumbers.length === 0) return new Map()
  const { marks, values } = inList(orderNumbers)
  const rows = await sql.all<Row>(
    `select order_number as orderNumber, title, options, quantity from order_line
     where order_number in (${marks}) order by order_number, line_number limit 50000`,
    ...values,
  )
  const goods = new Map<number, BoughtGoods[]>()
  for (const { orderNumber, title, options, quantity } of rows) {
    const line = { title, options: JSON.parse(options), quantity }
    const known = goods.get(orderNumber)
    if (known === undefined) goods.set(orderNumber, [line])
    else known.push(line)
  }
  return goods
}
