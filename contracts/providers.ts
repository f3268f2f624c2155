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

const origins = Type.Array(Type.String())

/** What a page must load, and may, for the window in which the provider meets the shopper. */
export const ProviderWindow = Type.Object({
  scriptUrl: Type.String(),
  /** From where scripts come, whom they ask, what they frame, and where forms are sent. */
  scripts: origins,
  connections: origins,
  frames: origins,
  forms: origins,
})
export type ProviderWindow = Static<typeof ProviderWindow>

export const WaysToPay = Type.Object({
  provider: Provider,
  methods: Type.Array(PaymentMethod),
  /** Absent where the provider has no window of its own. */
  window: Type.Optional(ProviderWindow),
})
export type WaysToPay = Static<typeof WaysToPay>

/** Who takes payments, and what payments offers to the providers themselves. */
export const providerOperations = {
  readWaysToPay: operation({
    summary: 'By whom and how new payments are taken, and what a page needs for that',
    access: 'anyone',
    route: 'GET /api/payments/ways',
    input: strict({}),
    output: WaysToPay,
  }),
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
