import type { Config } from '#platform/config.ts'

/** What is allowed, and may surprise whoever set it. */
export function startWarnings({ rateLimits, payments }: Config): readonly string[] {
  const warnings: string[] = []
  if (!rateLimits) warnings.push('rate limits are off (RATE_LIMITS); only for load tests')
  if (payments.provider !== 'simulator') {
    warnings.push(
      `PAYMENT_PROVIDER=${payments.provider} works by the API alone: the pages of the shop do not open ` +
        'its payment window yet, so nobody can pay in the storefront (docs/operations.md, "Payments")',
    )
  }
  return warnings
}
