import assert from 'node:assert/strict'
import type { Cart } from '#contracts/cart.ts'
import type { CallContext } from '#contracts/operation.ts'
import { isRefusal, type Refusal, refuse, refuseField } from '#contracts/problems.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { cartView } from './cart-view.ts'
import type { OrdersDeps } from './orders-service.ts'
import type { SkuForSale } from './price-lines.ts'

/** The member's cart as it can be ordered now. */
export async function readCart(deps: OrdersDeps, _: object, context: CallContext): Promise<Cart> {
  const { memberId } = memberOf(context)
  const stored = await deps.database.read.readCartItems({ memberId })
  if (stored.length === 0) return cartView([], { forSale: new Map(), free: new Map() })
  const skuIds = stored.map(item => item.skuId)
  const [forSale, free] = await Promise.all([
    readForSale(deps, skuIds),
    deps.stock.readSkus({ skuIds }, fromService),
  ])
  assert(!isRefusal(free), 'a service is not refused what is free')
  return cartView(stored, {
    forSale,
    free: new Map(free.skus.map(({ skuId, available }) => [skuId, available])),
  })
}

/** Puts a SKU of the regular sale in; whether there is enough of it, the cart shows. */
export async function putCartItem(
  deps: OrdersDeps,
  { skuId, quantity }: { readonly skuId: string; readonly quantity: number },
  context: CallContext,
): Promise<Cart | Refusal<'not_found' | 'drop_only' | 'invalid_request'>> {
  const { memberId } = memberOf(context)
  const sku = (await readForSale(deps, [skuId])).get(skuId)
  if (sku === undefined) return refuse('not_found')
  if (sku.kind === 'drop') return refuse('drop_only', { skuIds: [skuId] })
  const { productId, title, options, price } = sku
  const { outcome } = await deps.database.write.putCartItem({
    memberId,
    item: {
      ...{ skuId, productId, title, options: JSON.stringify(options), quantity },
      ...{ unitPriceMinor: price.amountMinor, currency: price.currency },
    },
  })
  if (outcome === 'full') return refuseField('skuId', 'The cart is full.')
  return readCart(deps, {}, context)
}

export async function removeCartItem(
  { database }: OrdersDeps,
  { skuId }: { readonly skuId: string },
  context: CallContext,
): Promise<null> {
  await database.write.removeCartItem({ memberId: memberOf(context).memberId, skuId })
  return null
}

export async function clearCart(
  { database }: OrdersDeps,
  _: object,
  context: CallContext,
): Promise<null> {
  await database.write.clearCart({ memberId: memberOf(context).memberId })
  return null
}

async function readForSale(
  { catalog }: OrdersDeps,
  skuIds: readonly string[],
): Promise<Map<string, SkuForSale>> {
  const answer = await catalog.readSkusForSale({ skuIds: [...skuIds] }, fromService)
  assert(!isRefusal(answer), 'nobody is refused the prices')
  return new Map(answer.skus.map(sku => [sku.skuId, sku]))
}

function memberOf({ caller }: CallContext) {
  assert(caller !== null, 'the gateway lets no visitor in')
  return caller
}
