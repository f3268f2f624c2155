import { Type } from 'typebox'
import { Email, Password, Token } from './member-fields.ts'
import { type Api, operation } from './operation.ts'
import { Nothing, strict } from './words.ts'

/** What members offers about passwords, beside logging in: changing one, and choosing one by mail. */
export const passwordOperations = {
  changePassword: operation({
    summary: 'Changes the password, for whoever says the present one; other sessions end',
    access: 'member',
    route: 'PUT /api/members/me/password',
    status: 204,
    input: strict({
      currentPassword: Type.String({ minLength: 1, maxLength: 256 }),
      newPassword: Password,
    }),
    output: Nothing,
    refusals: ['credentials_invalid', 'too_many_attempts', 'try_again', 'invalid_request'],
  }),
  requestPasswordReset: operation({
    summary: 'Mails a link to choose a password by; says the same whether the address is known',
    access: 'anyone',
    route: 'POST /api/password-resets',
    status: 202,
    input: strict({ email: Email }),
    output: Type.Object({ status: Type.Literal('reset_sent') }),
    refusals: ['rate_limited', 'try_again', 'invalid_request'],
  }),
  confirmPasswordReset: operation({
    summary: 'Chooses a password by the token of the link; all sessions end',
    access: 'anyone',
    route: 'POST /api/password-resets/confirm',
    status: 204,
    input: strict({ token: Token, newPassword: Password }),
    output: Nothing,
    refusals: ['reset_token_invalid', 'too_many_attempts', 'try_again', 'invalid_request'],
  }),
} as const satisfies Api
