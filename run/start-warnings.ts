import type { Config } from '#platform/config.ts'
import { closeKeysFile } from './close-keys-file.ts'

/** What is allowed, and may surprise whoever set it; and what was put right by itself. */
export function startWarnings({ rateLimits, profile }: Config): readonly string[] {
  const keys = profile.kind === 'embedded' ? closeKeysFile(profile.dataFolder) : null
  return [
    ...(rateLimits ? [] : ['rate limits are off (RATE_LIMITS); only for load tests']),
    ...(keys === null ? [] : [keys]),
  ]
}
