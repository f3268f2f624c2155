import { type Static, Type } from 'typebox'
import { Money } from './money.ts'
import { type Api, operation } from './operation.ts'
import { Id, NoInput, Nothing, Quantity, strict } from './words.ts'

/** What lies in the cart, at the present price; of what is gone, at the last one that was seen. */
export const CartItem = Type.Object({
  skuId: Id,
  productId: Id,
  title: Type.String(),
  options: Type.Record(Type.String(), Type.String()),
  quantity: Type.Integer(),
  unitPrice: Money,
  total: Money,
  available: Type.Integer(),
  /** Why it cannot be ordered as it is: too few are left, or it is no longer sold this way. */
  problem: Type.Optional(Type.Union([Type.Literal('sold_out'), Type.Literal('gone')])),
})
export type CartItem = Static<typeof CartItem>

/**
 * The sums are of what can still be had: `totals` of each currency, as it comes first among the
 * lines, and `total` the first of them. An order is of one currency.
 */
export const Cart = Type.Object({
  items: Type.Array(CartItem),
  total: Money,
  totals: Type.Array(Money),
})
export type Cart = Static<typeof Cart>

/** The part of orders that is about what is not ordered yet. */
export const cartOperations = {
  readCart: operation({
    summary: 'The member’s cart at present prices',
    access: 'member',
    route: 'GET /api/cart',
    input: NoInput,
    output: Cart,
    refusals: ['try_again'],
  }),
  clearCart: operation({
    summary: 'Empties the cart',
    access: 'member',
    route: 'DELETE /api/cart',
    status: 204,
    input: NoInput,
    output: Nothing,
  }),
  putCartItem: operation({
    summary: 'Puts a SKU into the cart, or changes its quantity',
    access: 'member',
    route: 'PUT /api/cart/items/:skuId',
    input: strict({ skuId: Id, quantity: Quantity }),
    output: Cart,
    refusals: ['not_found', 'drop_only', 'invalid_request', 'try_again'],
  }),
  removeCartItem: operation({
    summary: 'Takes a SKU out of the cart; where it is not there, nothing',
    access: 'member',
    route: 'DELETE /api/cart/items/:skuId',
    status: 204,
    input: strict({ skuId: Id }),
    output: Nothing,
  }),
} as const satisfies Api
