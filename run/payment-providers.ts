import type { Config } from '#platform/config.ts'
import type { Clock } from '#platform/time/clock.ts'
import type { PaymentProvider } from '#services/payments/payment-provider.ts'
import type { Databases } from './databases.ts'

type Deps = {
  readonly config: Pick<Config, 'payments' | 'simulator'>
  readonly database: Databases['payments']
  readonly simulator: Databases['simulator']
  readonly clock: Clock
  /** In a test: instead of those that are configured. */
  readonly provider: PaymentProvider | null
}

type PaymentProviders = {
  /** Of new payments. */
  readonly provider: PaymentProvider
  /** Of payments that were entered before. */
  readonly earlierProviders: readonly PaymentProvider[]
}

/** The configured provider, and all others whose keys are there: they go on with what they have. */
export async function paymentProviders(deps: Deps): Promise<PaymentProviders> {
  if (deps.provider !== null) return { provider: deps.provider, earlierProviders: [] }
  const { provider: name } = deps.config.payments
  const all = (await Promise.all([simulatorOf(deps), tossOf(deps), stripeOf(deps)])).flat()
  const provider = all.find(each => each.name === name)
  if (provider === undefined) throw new Error(`the keys of ${name} are not configured`)
  return { provider, earlierProviders: all.filter(each => each !== provider) }
}

async function simulatorOf({ simulator, clock, config }: Deps): Promise<PaymentProvider[]> {
  const { simulatedPaymentProvider } = await import(
    '#services/payments/payment-provider.simulator.ts'
  )
  return [simulatedPaymentProvider({ database: simulator, clock }, config.simulator)]
}

async function tossOf({ database, clock, config }: Deps): Promise<PaymentProvider[]> {
  const { toss } = config.payments
  if (toss === null) return []
  const { tossPaymentProvider } = await import('#services/payments/payment-provider.toss.ts')
  const { providerMemory } = await import('#services/payments/provider-memory.ts')
  return [tossPaymentProvider({ memory: providerMemory(database), clock }, toss)]
}

async function stripeOf({ database, clock, config }: Deps): Promise<PaymentProvider[]> {
  const { stripe } = config.payments
  if (stripe === null) return []
  const { stripePaymentProvider } = await import('#services/payments/payment-provider.stripe.ts')
  const { providerMemory } = await import('#services/payments/provider-memory.ts')
  return [stripePaymentProvider({ memory: providerMemory(database), clock }, stripe)]
}
