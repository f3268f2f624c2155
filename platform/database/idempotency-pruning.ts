import type { Job } from '#platform/jobs/jobs.ts'
import type { Clock } from '#platform/time/clock.ts'
import type { pruneAnswers } from './idempotency.ts'

type Deps = {
  readonly clock: Pick<Clock, 'nowMs'>
  readonly database: {
    readonly service: string
    readonly write: {
      pruneAnswers(input: Parameters<typeof pruneAnswers>[1]): ReturnType<typeof pruneAnswers>
    }
  }
}

/** So long an answer is given again to its key: longer than any page, script or queue asks again. */
const ANSWERS_KEPT_MS = 30 * 86_400_000

/**
 * Forgets what keys were answered long ago. It is for services in which an act that comes again so
 * late finds by itself that it was done, is not due any more, or does no harm (one more address):
 * what merchants move by difference would move twice, so that stock and catalogue keep their few
 * answers as long as what they made.
 */
export function answerPruning({ clock, database }: Deps): Job {
  return {
    name: `${database.service}.prune_answers`,
    everyMs: 600_000,
    async run() {
      const beforeMs = clock.nowMs() - ANSWERS_KEPT_MS
      // A transaction each, so that nobody waits long for one.
      while ((await database.write.pruneAnswers({ beforeMs })) > 0);
    },
  }
}
