import { Type } from 'typebox'
import { type Api, operation } from './operation.ts'
import { Id, strict } from './words.ts'

/** What orders does with the personal data of a member who is gone. */
export const personalOrderOperations = {
  eraseAddresses: operation({
    summary:
      'Forgets where the ended orders of a member went; figures stay. Repeating it is no error',
    access: 'service',
    input: strict({ memberId: Id }),
    /** Orders that still go somewhere; their addresses are kept until they have ended. */
    output: Type.Object({ openOrders: Type.Integer() }),
  }),
} as const satisfies Api
