import { type Static, Type } from 'typebox'
import { keptDeadLettersApi } from './dead-letters.ts'
import { type Api, operation } from './operation.ts'
import { Id, InstantMs, Nothing, strict } from './words.ts'

/** A mail as the development mailbox shows it. */
export const Mail = Type.Object({
  to: Type.String(),
  subject: Type.String(),
  text: Type.String(),
  html: Type.String(),
  code: Type.Optional(Type.String()),
  token: Type.Optional(Type.String()),
  sentAtMs: InstantMs,
})
export type Mail = Static<typeof Mail>

const Recipient = { to: Type.String(), name: Type.String(), locale: Type.String() }

export const notificationsApi = {
  sendVerification: operation({
    summary: 'Mails the code and the link that verify an address. The mailId makes it once',
    access: 'service',
    input: strict({ mailId: Id, ...Recipient, code: Type.String(), token: Type.String() }),
    output: Nothing,
  }),
  sendAddressTaken: operation({
    summary: 'Tells the owner of an account that somebody signed up with the address',
    access: 'service',
    input: strict({ mailId: Id, ...Recipient }),
    output: Nothing,
  }),
  readMailbox: operation({
    summary: 'The development mailbox, the newest first',
    access: 'service',
    input: strict({ to: Type.Optional(Type.String({ maxLength: 254 })) }),
    output: Type.Object({ items: Type.Array(Mail) }),
  }),
  ...keptDeadLettersApi,
} as const satisfies Api
