import { expectAnswer } from '#tests/shop/http-client.ts'
import type { Buyer } from '#tests/shop/shopping.ts'
import type { WebShop } from './a-web-shop.ts'

const address = { recipient: '김민지', phone: '010-1234-5678', postalCode: '04524', line1: '길 1' }

/** Somebody who sells, logged in. */
export async function aMerchant(shop: WebShop): Promise<Buyer> {
  const member = await shop.signUp()
  const body = { roles: ['member', 'merchant'] }
  const path = `PUT /api/admin/members/${member.memberId}/roles` as const
  expectAnswer(await shop.call(path, { as: await shop.asAdmin(), body }), 200)
  return shop.logIn(member.email, member.password)
}

/** Somebody who buys, and whose address goes into the order by itself. */
export async function aBuyer(shop: WebShop): Promise<Buyer> {
  const buyer = await shop.signUp()
  const body = { ...address, isDefault: true }
  expectAnswer(await shop.call('POST /api/members/me/addresses', { as: buyer, body }), 201)
  return buyer
}
