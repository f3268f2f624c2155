import { type Static, Type } from 'typebox'
import { addressOperations } from './addresses.ts'
import { auditOperations } from './audit.ts'
import { event } from './event.ts'
import { memberDataOperations } from './member-data.ts'
import { Code, Email, Locale, Password, PersonName, Phone, Token } from './member-fields.ts'
import { passwordOperations } from './member-passwords.ts'
import { type Api, operation } from './operation.ts'
import { Id, InstantMs, list, NoInput, Nothing, page, strict } from './words.ts'

export const RoleWord = Type.Union([
  Type.Literal('member'),
  Type.Literal('merchant'),
  Type.Literal('admin'),
])

const MemberBrief = Type.Object({
  memberId: Id,
  name: Type.String(),
  roles: Type.Array(RoleWord),
  emailVerified: Type.Boolean(),
})

/** The refresh token goes into a cookie, or, where asked for, into the body. */
const Session = Type.Object({
  accessToken: Type.String(),
  expiresAtMs: InstantMs,
  member: MemberBrief,
  refreshToken: Type.Optional(Type.String()),
})
export type Session = Static<typeof Session>

export const Member = Type.Object({
  memberId: Id,
  email: Type.String(),
  name: Type.String(),
  phone: Type.Optional(Type.String()),
  locale: Locale,
  roles: Type.Array(RoleWord),
  emailVerified: Type.Boolean(),
  createdAtMs: InstantMs,
})
export type Member = Static<typeof Member>

/** How long a refresh token is good from the rotation that gave it, and its cookie kept. */
export const REFRESH_TTL_MS = 7 * 24 * 60 * 60 * 1_000

/** How long after the login a session ends, however often it was refreshed. */
export const SESSION_LIFETIME_MS = 90 * 24 * 60 * 60 * 1_000

/** No access token lives longer: fifteen minutes for members, an hour for a crowd of load tests. */
export const LONGEST_TOKEN_MS = 60 * 60 * 1_000

export const membersApi = {
  signUp: operation({
    summary: 'Asks for an account; says the same whether the address is taken or not',
    access: 'anyone',
    route: 'POST /api/members',
    status: 202,
    input: strict({
      email: Email,
      password: Password,
      name: PersonName,
      phone: Type.Optional(Phone),
      locale: Type.Optional(Locale),
    }),
    output: Type.Object({ status: Type.Literal('verification_sent') }),
    refusals: ['rate_limited', 'try_again', 'invalid_request'],
  }),
  verifyEmail: operation({
    summary: 'Verifies the address, by the code or by the token of the link',
    access: 'anyone',
    route: 'POST /api/members/verification',
    status: 204,
    input: strict({
      email: Type.Optional(Email),
      code: Type.Optional(Code),
      token: Type.Optional(Token),
    }),
    output: Nothing,
    refusals: ['code_invalid', 'too_many_attempts', 'invalid_request'],
  }),
  resendVerification: operation({
    summary: 'Sends a new code, not more often than once a minute',
    access: 'anyone',
    route: 'POST /api/members/verification/resend',
    status: 202,
    input: strict({ email: Email }),
    output: Type.Object({ status: Type.Literal('verification_sent') }),
    refusals: ['rate_limited', 'try_again', 'invalid_request'],
  }),
  logIn: operation({
    summary: 'Opens a session on this device',
    access: 'anyone',
    route: 'POST /api/sessions',
    status: 201,
    input: strict({
      email: Email,
      password: Type.String({ minLength: 1, maxLength: 256 }),
      tokens: Type.Optional(Type.Union([Type.Literal('cookie'), Type.Literal('body')])),
    }),
    output: Session,
    refusals: [
      'credentials_invalid',
      'too_many_attempts',
      'rate_limited',
      'try_again',
      'invalid_request',
    ],
  }),
  refreshSession: operation({
    summary: 'A new access token for the refresh token of the cookie or the body',
    access: 'anyone',
    route: 'POST /api/sessions/refresh',
    input: strict({ refreshToken: Type.Optional(Token) }),
    output: Session,
    refusals: ['token_missing', 'token_invalid'],
  }),
  listSessions: operation({
    summary: 'The devices that are logged in',
    access: 'member',
    route: 'GET /api/sessions',
    input: strict({ ...page }),
    output: list(
      Type.Object({
        sessionId: Id,
        device: Type.String(),
        createdAtMs: InstantMs,
        lastUsedAtMs: InstantMs,
        current: Type.Boolean(),
      }),
    ),
    refusals: ['invalid_request'],
  }),
  logOut: operation({
    summary: 'Ends this session',
    access: 'member',
    route: 'DELETE /api/sessions/current',
    status: 204,
    input: NoInput,
    output: Nothing,
  }),
  endSession: operation({
    summary: 'Ends a session on another device',
    access: 'member',
    route: 'DELETE /api/sessions/:sessionId',
    status: 204,
    input: strict({ sessionId: Id }),
    output: Nothing,
    refusals: ['not_found'],
  }),
  logOutEverywhere: operation({
    summary: 'Ends all sessions of the member',
    access: 'member',
    route: 'DELETE /api/sessions',
    status: 204,
    input: NoInput,
    output: Nothing,
  }),
  ...passwordOperations,
  readMe: operation({
    summary: 'The member’s own profile',
    access: 'member',
    route: 'GET /api/members/me',
    input: NoInput,
    output: Member,
    refusals: ['not_found'],
  }),
  changeMe: operation({
    summary: 'Changes name, phone or language',
    access: 'member',
    route: 'PATCH /api/members/me',
    input: strict({
      name: Type.Optional(PersonName),
      phone: Type.Optional(Type.Union([Phone, Type.Null()])),
      locale: Type.Optional(Locale),
    }),
    output: Member,
    refusals: ['not_found'],
  }),
  ...addressOperations,
  ...memberDataOperations,
  ...auditOperations,
  listMembers: operation({
    summary:
      'Members, the newest first; q is a whole e-mail address or a memberId. Not by name: names are encrypted',
    access: 'merchant',
    route: 'GET /api/admin/members',
    input: strict({ q: Type.Optional(Type.String({ minLength: 1, maxLength: 254 })), ...page }),
    output: list(Member),
    refusals: ['invalid_request'],
  }),
  setRoles: operation({
    summary: 'Gives a member these roles and takes the others',
    access: 'admin',
    auditedByService: true,
    route: 'PUT /api/admin/members/:memberId/roles',
    input: strict({
      memberId: Id,
      roles: Type.Array(RoleWord, { minItems: 1, maxItems: 3, uniqueItems: true }),
    }),
    output: Member,
    refusals: ['not_found', 'illegal_transition'],
  }),
  endSessionsOf: operation({
    summary: 'Ends all sessions of a member, whose devices may be in other hands',
    access: 'admin',
    route: 'DELETE /api/admin/members/:memberId/sessions',
    status: 204,
    input: strict({ memberId: Id }),
    output: Nothing,
    refusals: ['not_found'],
  }),

  readStanding: operation({
    summary: 'Roles and verification as they are now, where a token may be older',
    access: 'service',
    input: strict({ memberId: Id }),
    output: MemberBrief,
    refusals: ['not_found'],
  }),
  readContacts: operation({
    summary: 'Where and in which language to write to members; unknown ones are left out',
    access: 'service',
    input: strict({ memberIds: Type.Array(Id, { maxItems: 500 }) }),
    output: Type.Object({
      contacts: Type.Array(
        Type.Object({ memberId: Id, email: Type.String(), name: Type.String(), locale: Locale }),
      ),
    }),
  }),
  listEndedSessions: operation({
    summary: 'Sessions that ended while one of their access tokens may still be good',
    access: 'service',
    input: NoInput,
    output: Type.Object({ sessionIds: Type.Array(Id) }),
  }),
} as const satisfies Api

/** Subject: the memberId. No personal data. */
export const memberEvents = {
  signedUp: event('member.signed_up', Type.Object({ memberId: Id, signedUpAtMs: InstantMs })),
  erased: event('member.erased', Type.Object({ memberId: Id, erasedAtMs: InstantMs })),
  verified: event('member.verified', Type.Object({ memberId: Id, verifiedAtMs: InstantMs })),
}
