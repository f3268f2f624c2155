import { type Static, Type } from 'typebox'
import { type Api, operation } from './operation.ts'
import { Id, InstantMs, Nothing, strict } from './words.ts'

const ofProduct = { productId: Id, title: Type.String() }

/** What the catalogue knows of a member. */
export const Marks = Type.Object({
  likes: Type.Array(Type.Object(ofProduct)),
  wishes: Type.Array(
    Type.Object({ ...ofProduct, skuId: Id, quantity: Type.Integer(), addedAtMs: InstantMs }),
  ),
  restockNotices: Type.Array(Type.Object({ ...ofProduct, skuId: Id })),
})
export type Marks = Static<typeof Marks>

/** What the catalogue does with the personal data of a member, for members. */
export const personalCatalogOperations = {
  exportMarks: operation({
    summary: 'What a member likes, wishes, and waits for to be back',
    access: 'service',
    input: strict({ memberId: Id }),
    output: Marks,
  }),
  forgetMember: operation({
    summary: 'Forgets likes, wishes and restock notices of a member. Repeating it is no error',
    access: 'service',
    input: strict({ memberId: Id }),
    output: Nothing,
  }),
} as const satisfies Api
