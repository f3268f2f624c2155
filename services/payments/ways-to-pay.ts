import type { WaysToPay } from '#contracts/providers.ts'
import type { PaymentProvider } from './payment-provider.ts'

/** What a page is told of the provider before anybody pays. */
export function waysToPay({ name, methods, window }: PaymentProvider): WaysToPay {
  return { provider: name, methods: [...methods], ...(window !== null && { window }) }
}
