import type { keptDeadLettersApi } from '#contracts/dead-letters.ts'
import type { Calls } from '#contracts/operation.ts'
import { refuse } from '#contracts/problems.ts'
import { DatabaseUnavailable, type DeadLetter, type Redriven } from './database.ts'
import type { Subscriber } from './event-log.ts'
import type { Log } from './log.ts'

type Deps = Subscriber & { readonly log: Log }

type Applied = Redriven | { readonly outcome: 'failed'; readonly reason: string }

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

  /** What fails again stays where it is, with the reason of this time. */
  async function applyAgain(deadLetterId: number): Promise<Applied> {
    try {
      return await events.redriveNext({ deadLetterId })
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error
      const reason = error instanceof Error ? error.message : String(error)
      await events.blameDeadLetter({ deadLetterId, reason })
      return { outcome: 'failed', reason }
    }
  }

  /** It is applied by now, whatever comes of telling it. */
  function tell(result: unknown): void {
    try {
      subscription.afterwards?.(result)
    } catch (error) {
      log.error({ err: error, consumer: service }, 'what was applied could not be told')
    }
  }

  return {
    async listDeadLetters(input) {
      return { items: (await events.listDeadLetters(input)).map(kept) }
    },

    async redriveDeadLetter({ number }, { caller }) {
      let applied = 0
      let at: number | null = number
      while (at !== null && applied < REDRIVEN_AT_ONCE) {
        const step = await applyAgain(at)
        if (step.outcome === 'failed') return { applied, stoppedAt: at, reason: step.reason }
        if (step.outcome === 'applied') {
          applied++
          tell(step.result)
          at = step.nextId
        } else if (applied > 0) {
          // Somebody else sends them again at the same time.
          at = null
        } else if (step.outcome === 'not_found') return refuse('not_found')
        else return refuse('illegal_transition', behind(service, step.firstId))
      }
      log.info({ consumer: service, applied, by: caller?.memberId }, 'dead letters were applied')
      return { applied, stoppedAt: at, reason: null }
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
