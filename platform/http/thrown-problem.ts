import { Problem, type ProblemCode, type Refusal, refuse } from '#contracts/problems.ts'
import { DatabaseUnavailable } from '#platform/database/database.ts'
import type { Log } from '#platform/measures/log.ts'

/** What a client is told about something that was thrown. */
export type Translate = (error: unknown, where: string) => Refusal

/** Fastify's own refusals, while it reads a body. */
const refusalOfBody: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type_unsupported',
  FST_ERR_CTP_INVALID_JSON_BODY: 'body_malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'body_malformed',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'body_malformed',
}

/**
 * Turns what was thrown into a refusal. What nobody expected is logged here, once, with its cause,
 * and told to nobody: `internal`. A database that cannot be reached is logged once a second.
 */
export function thrownProblems({ log }: { readonly log: Log }): Translate {
  let quietUntilMs = 0

  return (error, where) => {
    if (error instanceof Problem) return refuse(error.code, error.details)
    if (error instanceof DatabaseUnavailable) {
      if (!error.wasTold && performance.now() >= quietUntilMs) {
        quietUntilMs = performance.now() + 1_000
        log.warn({ err: error, where }, 'a database could not be reached, clients are told to wait')
      }
      return refuse('try_again')
    }
    const ofBody = refusalOfBody[codeOf(error)]
    if (ofBody !== undefined) return refuse(ofBody)
    // The client went away in the middle of its body: whoever listens still is told so.
    if (codeOf(error) === 'ECONNRESET') return refuse('body_malformed')
    log.error({ err: error, where }, 'a request failed for a reason that nobody expected')
    return refuse('internal')
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}
