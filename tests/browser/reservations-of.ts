import type { Buyer } from '#tests/shop/shopping.ts'
import type { WebShop } from './a-web-shop.ts'

/** What the shop knows of the member's reservations, by the orders that follow them. */
export async function reservationsOf(shop: WebShop, as: Buyer): Promise<readonly string[]> {
  await shop.settled()
  const { body } = await shop.call('GET /api/orders', { as })
  const { items } = body as { items: { reservationId: string }[] }
  return items.map(({ reservationId }) => reservationId)
}
