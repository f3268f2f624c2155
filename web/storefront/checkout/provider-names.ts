import type { Provider } from '#contracts/providers.ts'

/** Who takes the money, by the name one knows. The simulator takes none. */
export const providerNames: Readonly<Record<Provider, string>> = {
  toss: 'Toss Payments',
  stripe: 'Stripe',
  simulator: '',
}
