import { type Static, Type } from 'typebox'
import { operation } from './operation.ts'
import { strict } from './words.ts'

export const PaymentMethod = Type.Union([
  Type.Literal('card'),
  Type.Literal('bank_transfer'),
  Type.Literal('easy_pay'),
])
export type PaymentMethod = Static<typeof PaymentMethod>

export const Provider = Type.Union([
  Type.Literal('simulator'),
  Type.Literal('toss'),
  Type.Literal('stripe'),
])
export type Provider = Static<typeof Provider>

/** What payments offers to the providers themselves. */
export const providerOperations = {
  receiveWebhook: operation({
    summary: 'What a payment provider says by itself: a hint, upon which the provider is asked',
    access: 'anyone',
    route: 'POST /api/payments/webhooks/:provider',
    signedBody: 'stripe-signature',
    input: strict({
      provider: Provider,
      body: Type.String({ maxLength: 65_536 }),
      signature: Type.Optional(Type.String({ maxLength: 2_000 })),
    }),
    output: Type.Object({ received: Type.Literal(true) }),
    refusals: ['not_found', 'body_malformed', 'invalid_request'],
  }),
} as const
