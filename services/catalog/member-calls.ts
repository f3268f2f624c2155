import type { catalogApi } from '#contracts/catalog.ts'
import type { Wish } from '#contracts/likes-and-wishes.ts'
import type { CallContext, Calls } from '#contracts/operation.ts'
import { Problem, refuse } from '#contracts/problems.ts'
import { cursorRefused, pageOf, readCursor } from '#platform/database/cursor.ts'
import type { CatalogParts } from './catalog-service.ts'
import { viewOf } from './product-shelf.ts'
import type { ListedWish, WishKey } from './wish-store.ts'

type MemberCalls = Pick<
  Calls<typeof catalogApi>,
  'likeProduct' | 'unlikeProduct' | 'listWishes' | 'putWish' | 'removeWish'
>

/** What a member likes and wishes. */
export function memberCalls(parts: CatalogParts): MemberCalls {
  const { database, tellChange } = parts

  async function like(productId: string, liked: boolean, context: CallContext) {
    const memberId = memberOf(context)
    const likeCount = await database.write.setLike({ productId, memberId, liked })
    if (likeCount === null) return refuse('not_found')
    tellChange(productId)
    return { likeCount, liked }
  }

  return {
    likeProduct: ({ productId }, context) => like(productId, true, context),
    unlikeProduct: ({ productId }, context) => like(productId, false, context),

    async putWish({ skuId, quantity }, context) {
      const memberId = memberOf(context)
      const { outcome } = await database.write.putWish({ memberId, skuId, quantity })
      return outcome === 'kept' ? null : refuse('not_found')
    },

    async removeWish({ skuId }, context) {
      await database.write.removeWish({ memberId: memberOf(context), skuId })
      return null
    },

    async listWishes({ cursor, limit = 20 }, context) {
      const behind = readCursor(cursor, isWishKey)
      if (behind === 'malformed') return cursorRefused
      const memberId = memberOf(context)
      const found = await database.read.listWishes({ memberId, behind, limit: limit + 1 })
      const { rows, nextCursor } = pageOf(found, limit, ({ addedAtMs, skuId }) => {
        return { addedAtMs, skuId }
      })
      return { items: await showWishes(parts, rows), nextCursor }
    },
  }
}

/** The member who calls. Throws where nobody does, which no door lets happen. */
export function memberOf({ caller }: CallContext): string {
  if (caller === null) throw new Problem('token_missing')
  return caller.memberId
}

async function showWishes(
  { shelf, shelfStock }: CatalogParts,
  wishes: readonly ListedWish[],
): Promise<Wish[]> {
  const products = await shelf.find([...new Set(wishes.map(wish => wish.productId))])
  await shelfStock.freshen(products)
  const viewById = new Map(products.map(product => [product.stored.productId, viewOf(product)]))
  return wishes.map(wish => {
    const { skuId, productId, quantity, addedAtMs } = wish
    const product = viewById.get(productId)
    const sku = product?.skus.find(known => known.skuId === skuId)
    if (product === undefined || sku === undefined) return goneWish(wish)
    const { title, price, stale } = product
    const { options, available } = sku
    const units = { quantity, available, addedAtMs }
    return { skuId, productId, title, options, price, ...units, ...(stale ? { stale } : {}) }
  })
}

function goneWish({ priceMinor: amountMinor, currency, options, ...wish }: ListedWish): Wish {
  const price = { amountMinor, currency }
  return { ...wish, options: JSON.parse(options), price, available: 0, problem: 'gone' }
}

function isWishKey(key: unknown): key is WishKey {
  const { addedAtMs, skuId } = key as Partial<WishKey>
  return Number.isSafeInteger(addedAtMs) && typeof skuId === 'string'
}
