import { aPaymentsBed } from './a-payments-bed.ts'
import { aStripeServer } from './a-stripe-server.ts'
import { stripePaymentProvider } from './payment-provider.stripe.ts'
import { obliging } from './simulated-fate.ts'

/** Payments with Stripe as their provider, whose double it gives too. */
export async function aStripeShop() {
  await using opened = new AsyncDisposableStack()
  const server = opened.use(await aStripeServer())
  const bed = opened.use(
    await aPaymentsBed(obliging, deps => stripePaymentProvider(deps, server.config)),
  )
  const all = opened.move()
  const payments = bed.start()
  return { server, bed, payments, [Symbol.asyncDispose]: () => all[Symbol.asyncDispose]() }
}
