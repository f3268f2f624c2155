import type { Config } from '#platform/config.ts'

/** What is allowed, and may surprise whoever set it. */
export function startWarnings({ rateLimits }: Config): readonly string[] {
  return rateLimits ? [] : ['rate limits are off (RATE_LIMITS); only for load tests']
}
