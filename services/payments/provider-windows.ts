import type { ProviderWindow } from '#contracts/providers.ts'

/** Which of them its script asks, and its window opens, Toss does not document. */
const TOSS_HOSTS = 'https://*.tosspayments.com'

/** What a page needs for Toss’ window, whose script comes from `origin`. */
export const tossWindow = (origin: string): ProviderWindow => ({
  scriptUrl: `${origin}/v2/standard`,
  scripts: [origin],
  connections: [origin, TOSS_HOSTS],
  frames: [origin, TOSS_HOSTS],
  forms: [origin, TOSS_HOSTS],
})

/**
 * What a page needs for Stripe’s fields, whose script comes from `origin`: Stripe.js of the release of
 * the API that the adapter speaks, and docs.stripe.com/security/guide#content-security-policy.
 */
export const stripeWindow = (origin: string): ProviderWindow => ({
  scriptUrl: `${origin}/clover/stripe.js`,
  scripts: [origin, 'https://*.js.stripe.com'],
  connections: [origin, 'https://api.stripe.com'],
  frames: [origin, 'https://*.js.stripe.com', 'https://hooks.stripe.com'],
  forms: [],
})
