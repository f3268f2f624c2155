import type { Static } from 'typebox'
import type { Payment } from '#contracts/payments.ts'
import type { Reserved } from '#contracts/stock.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import type { Buyer } from '#tests/shop/shopping.ts'
import type { WebShop } from './a-web-shop.ts'

/** A member who holds one unit of a drop, and the path of its checkout. */
export async function aHold(shop: WebShop, { holdMs = 600_000 } = {}) {
  const member = await shop.signUp()
  const drop = await shop.makeDrop({ holdMs })
  const answer = await shop.reserve(member, drop)
  const { orderId } = expectAnswer<Static<typeof Reserved>>(answer, 201)
  return { member, orderId, path: `/checkout/${orderId}` }
}

/** How often the order was paid for: once, whatever happened. */
export async function capturesOf(shop: WebShop, as: Buyer, orderId: string): Promise<number> {
  await shop.orderThatIs(as, orderId, 'paid')
  const answer = await shop.call(`GET /api/payments?orderId=${orderId}`, { as })
  const { items } = expectAnswer<{ items: Payment[] }>(answer, 200)
  return items.filter(({ state }) => state === 'captured').length
}
