import { type Static, Type } from 'typebox'
import { Money } from './money.ts'
import { operation } from './operation.ts'
import { personalCatalogOperations } from './personal-catalog.ts'
import { Id, InstantMs, list, Nothing, page, Quantity, strict } from './words.ts'

const LikeState = Type.Object({ likeCount: Type.Integer(), liked: Type.Boolean() })

export const Wish = Type.Object({
  skuId: Id,
  productId: Id,
  title: Type.String(),
  options: Type.Record(Type.String(), Type.String()),
  price: Money,
  quantity: Quantity,
  available: Type.Integer(),
  addedAtMs: InstantMs,
  /** The product has left the shop; the price is its last. */
  problem: Type.Optional(Type.Literal('gone')),
  /** There, and true, when stock could not be asked and the units are the last known. */
  stale: Type.Optional(Type.Boolean()),
})
export type Wish = Static<typeof Wish>

/** What members tell the catalogue: what they like, wish, and wait for. */
export const memberOperations = {
  likeProduct: operation({
    summary: 'Likes a product; each member counts once',
    access: 'member',
    route: 'PUT /api/products/:productId/like',
    input: strict({ productId: Id }),
    output: LikeState,
    refusals: ['not_found'],
  }),
  unlikeProduct: operation({
    summary: 'Likes a product no longer',
    access: 'member',
    route: 'DELETE /api/products/:productId/like',
    input: strict({ productId: Id }),
    output: LikeState,
    refusals: ['not_found'],
  }),
  listWishes: operation({
    summary: 'The member’s wishlist, the newest first, at current prices',
    access: 'member',
    route: 'GET /api/wishlist',
    input: strict({ ...page }),
    output: list(Wish),
    refusals: ['invalid_request'],
  }),
  putWish: operation({
    summary: 'Puts a SKU on the wishlist, or changes its quantity',
    access: 'member',
    route: 'PUT /api/wishlist/:skuId',
    status: 204,
    input: strict({ skuId: Id, quantity: Quantity }),
    output: Nothing,
    refusals: ['not_found'],
  }),
  removeWish: operation({
    summary: 'Takes a SKU off the wishlist',
    access: 'member',
    route: 'DELETE /api/wishlist/:skuId',
    status: 204,
    input: strict({ skuId: Id }),
    output: Nothing,
  }),
  askRestockNotice: operation({
    summary:
      'Has one mail written when a SKU is back; `units_available` while there is one to be had',
    access: 'member',
    route: 'PUT /api/skus/:skuId/restock-notice',
    status: 204,
    input: strict({ skuId: Id }),
    output: Nothing,
    refusals: ['not_found', 'units_available'],
  }),
  dropRestockNotice: operation({
    summary: 'Wants no such mail any more',
    access: 'member',
    route: 'DELETE /api/skus/:skuId/restock-notice',
    status: 204,
    input: strict({ skuId: Id }),
    output: Nothing,
  }),
  ...personalCatalogOperations,
} as const
