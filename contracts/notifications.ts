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

/** What a member is told of a mail: not what could be used again, such as a code or a link. */
const KeptMail = Type.Object({
  kind: Type.String(),
  subject: Type.String(),
  queuedAtMs: InstantMs,
  sentAtMs: Type.Optional(InstantMs),
})

const dropPath = strict({ dropId: Id })
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
  sendPasswordReset: operation({
    summary: 'Mails the link by which a password is chosen. The mailId makes it once',
    access: 'service',
    input: strict({
      mailId: Id,
      ...Recipient,
      token: Type.String(),
      cause: Type.Union([Type.Literal('asked'), Type.Literal('contested')]),
    }),
    output: Nothing,
  }),
  sendAccountNotice: operation({
    summary: 'Tells a member what happened to the account. The mailId makes it once',
    access: 'service',
    input: strict({
      mailId: Id,
      ...Recipient,
      kind: Type.Union([Type.Literal('password_changed'), Type.Literal('session_reused')]),
    }),
    output: Nothing,
  }),
  sendRestockNotices: operation({
    summary: 'Tells members that what they waited for is back. Each mailId makes it once',
    access: 'service',
    input: strict({
      notices: Type.Array(
        strict({
          mailId: Id,
          memberId: Id,
          productId: Id,
          skuId: Id,
          title: Type.String(),
          options: Type.Record(Type.String(), Type.String()),
        }),
        { maxItems: 500 },
      ),
    }),
    output: Nothing,
  }),
  putReminder: operation({
    summary: 'Wants a mail ten minutes before the drop opens. Repeating it changes nothing',
    access: 'member',
    route: 'PUT /api/drops/:dropId/reminder',
    status: 204,
    input: dropPath,
    output: Nothing,
    refusals: ['not_found', 'drop_already_open', 'try_again'],
  }),
  removeReminder: operation({
    summary: 'Wants it no more',
    access: 'member',
    route: 'DELETE /api/drops/:dropId/reminder',
    status: 204,
    input: dropPath,
    output: Nothing,
  }),
  exportMails: operation({
    summary:
      'What was written to a member and is still kept, the newest first, and what is awaited',
    access: 'service',
    input: strict({ memberId: Id, to: Type.String({ maxLength: 254 }) }),
    output: Type.Object({
      mails: Type.Array(KeptMail),
      /** Drops before whose opening a mail is wanted. */
      reminders: Type.Array(Type.Object({ dropId: Id })),
    }),
  }),
  eraseMails: operation({
    summary: 'Forgets all that was, or is to be, written to a member. Repeating it is no error',
    access: 'service',
    input: strict({ memberId: Id, to: Type.String({ maxLength: 254 }) }),
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
