import { type Static, Type } from 'typebox'
import { Money } from './money.ts'
import { type Api, operation } from './operation.ts'
import { Id, InstantMs, strict } from './words.ts'

const StoredAddress = Type.Object({
  recipient: Type.String(),
  phone: Type.String(),
  postalCode: Type.String(),
  line1: Type.String(),
  line2: Type.Optional(Type.String()),
})

/** What orders keeps of a member beside the orders, which the member lists. */
export const OrderBelongings = Type.Object({
  cart: Type.Array(
    Type.Object({
      skuId: Id,
      productId: Id,
      title: Type.String(),
      quantity: Type.Integer(),
      /** As it was last seen. */
      unitPrice: Money,
      addedAtMs: InstantMs,
    }),
  ),
  /** Orders that were asked for, and of which it is not known whether they came to be. */
  orderRequests: Type.Array(
    Type.Object({
      orderId: Id,
      requestedAtMs: InstantMs,
      shippingAddress: Type.Optional(StoredAddress),
    }),
  ),
  returnReasons: Type.Array(Type.Object({ returnId: Id, orderId: Id, reason: Type.String() })),
})
export type OrderBelongings = Static<typeof OrderBelongings>

/** What orders does with the personal data of a member, for members. */
export const personalOrderOperations = {
  exportBelongings: operation({
    summary: 'Cart, requests for orders, and the member’s own words about returns',
    access: 'service',
    input: strict({ memberId: Id }),
    output: OrderBelongings,
  }),
  forgetMember: operation({
    summary:
      'Forgets the cart, and of ended orders where they went and why they came back; figures stay. Repeating it is no error',
    access: 'service',
    input: strict({ memberId: Id }),
    /** Orders that still go somewhere; their addresses are kept until they have ended. */
    output: Type.Object({ openOrders: Type.Integer() }),
  }),
} as const satisfies Api
