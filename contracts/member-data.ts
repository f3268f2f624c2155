import { Type } from 'typebox'
import { Locale } from './member-fields.ts'
import { type Api, operation } from './operation.ts'
import { Order, ShippingAddress } from './orders.ts'
import { Payment } from './payments.ts'
import { Marks } from './personal-catalog.ts'
import { OrderBelongings } from './personal-orders.ts'
import { Wait } from './personal-waits.ts'
import { Id, InstantMs, NoInput, Nothing } from './words.ts'

/** All that the shop knows of a member. */
const MemberExport = Type.Object({
  exportedAtMs: InstantMs,
  member: Type.Object({
    memberId: Id,
    email: Type.String(),
    name: Type.String(),
    phone: Type.Optional(Type.String()),
    locale: Locale,
    roles: Type.Array(Type.String()),
    emailVerified: Type.Boolean(),
    createdAtMs: InstantMs,
  }),
  addresses: Type.Array(
    Type.Object({ addressId: Id, ...ShippingAddress.properties, isDefault: Type.Boolean() }),
  ),
  sessions: Type.Array(
    Type.Object({
      sessionId: Id,
      device: Type.String(),
      createdAtMs: InstantMs,
      lastUsedAtMs: InstantMs,
    }),
  ),
  orders: Type.Array(Order),
  payments: Type.Array(Payment),
  ...OrderBelongings.properties,
  ...Marks.properties,
  waitlist: Type.Array(Wait),
  /** Privileged acts by the member, or about the member. */
  acts: Type.Array(
    Type.Object({
      act: Type.String(),
      atMs: InstantMs,
      details: Type.Record(Type.String(), Type.Unknown()),
      byMember: Type.Boolean(),
    }),
  ),
  reminders: Type.Array(Type.Object({ dropId: Id })),
  mails: Type.Array(
    Type.Object({
      kind: Type.String(),
      subject: Type.String(),
      queuedAtMs: InstantMs,
      sentAtMs: Type.Optional(InstantMs),
    }),
  ),
})

/** What members offers about the data of one: taking it along, having it forgotten. */
export const memberDataOperations = {
  exportMe: operation({
    summary: 'All that the shop knows of the member, from every service',
    access: 'member',
    route: 'GET /api/members/me/export',
    input: NoInput,
    output: MemberExport,
    refusals: ['not_found', 'try_again'],
  }),
  eraseMe: operation({
    summary: 'Ends the account and forgets the person. `openOrders` tells what must end first',
    access: 'member',
    route: 'DELETE /api/members/me',
    status: 204,
    input: NoInput,
    output: Nothing,
    refusals: ['not_found', 'illegal_transition', 'try_again'],
  }),
} as const satisfies Api
