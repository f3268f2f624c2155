import type { keptDeadLettersApi } from '#contracts/dead-letters.ts'
import type { Calls } from '#contracts/operation.ts'
import { refuse } from '#contracts/problems.ts'
import type { DeadLetter } from '#platform/database/database.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Subscriber } from './event-log.ts'
import { redrive } from './redrive.ts'

type Deps = Subscriber & { readonly log: Log }

/** One call applies so many letters of a subject, so that it comes to an end. */
const REDRIVEN_AT_ONCE = 200

/**
 * What a service that consumes events offers of its dead letters: to look at them, to apply them
 * again, to take them away.
 */
export function deadLetterCalls({
  database,
  subscription,
  log,
}: Deps): Calls<typeof keptDeadLettersApi> {
  const { events, service } = database

  return {
    async listDeadLetters(input) {
      return { items: (await events.listDeadLetters(input)).map(kept) }
    },

    async redriveDeadLetter({ number }, { caller }) {
      const answer = await redrive({ log }, { database, subscription }, number, REDRIVEN_AT_ONCE)
      if (answer.outcome === 'not_found') return refuse('not_found')
      if (answer.outcome === 'behind') {
        return refuse('illegal_transition', behind(service, answer.firstId))
      }
      const { applied } = answer
      log.info({ consumer: service, applied, by: caller?.memberId }, 'dead letters were applied')
      if (answer.outcome === 'redriven') return { applied, stoppedAt: null, reason: null }
      const { deadLetterId: stoppedAt } = answer
      if (answer.outcome === 'not_all') return { applied, stoppedAt, reason: null }
      const { reason } = answer
      await events.blameDeadLetter({ deadLetterId: stoppedAt, reason })
      return { applied, stoppedAt, reason }
    },

    async dropDeadLetter({ number }, { caller }) {
      const isGone = await events.dropDeadLetter({ deadLetterId: number })
      if (!isGone) return refuse('not_found')
      log.warn({ consumer: service, number, by: caller?.memberId }, 'a dead letter was taken away')
      return null
    },
  }
}

const behind = (service: string, firstId: number) => ({
  detail: `An earlier one of its subject has to be applied before it: ${service}:${firstId}.`,
})

function kept({ deadLetterId, firstId, timeMs, ...letter }: DeadLetter) {
  return { ...letter, number: deadLetterId, firstNumber: firstId, announcedAtMs: timeMs }
}
