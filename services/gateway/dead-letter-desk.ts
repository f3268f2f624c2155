import type { DeadLetter, KeptDeadLetter, keptDeadLettersApi } from '#contracts/dead-letters.ts'
import type { gatewayApi } from '#contracts/gateway-api.ts'
import type { CallContext, Calls } from '#contracts/operation.ts'
import { isRefusal, refuse } from '#contracts/problems.ts'
import { cursorRefused, pageOf, readCursor } from '#platform/database/cursor.ts'
import type { Log } from '#platform/measures/log.ts'

/** A service that consumes events, as it is asked about its dead letters. */
export type Keeper = Calls<typeof keptDeadLettersApi>

export type DeskDeps = {
  /** All of them, by their names. */
  readonly keepers: Readonly<Record<string, Keeper>>
  readonly log: Log
}

type DeskCalls = Pick<
  Calls<typeof gatewayApi>,
  'listDeadLetters' | 'redriveDeadLetter' | 'dropDeadLetter'
>

/** Where a page ends: its last letter. */
type Place = { readonly service: string; readonly number: number }

/** The dead letters of all services, as one list. */
export function deadLetterDesk({ keepers, log }: DeskDeps): DeskCalls {
  const names = Object.keys(keepers).sort()

  /** The letters of one service, or null where it cannot be asked. */
  async function lettersOf(
    service: string,
    input: { readonly after: number; readonly limit: number },
    context: CallContext,
  ): Promise<readonly KeptDeadLetter[] | null> {
    try {
      const answer = await keepers[service]?.listDeadLetters(input, context)
      return answer === undefined || isRefusal(answer) ? null : answer.items
    } catch (error) {
      log.warn({ err: error, service }, 'a service could not be asked for its dead letters')
      return null
    }
  }

  /** Who keeps this letter, and under which number. */
  function keeperOf(deadLetterId: string) {
    const [service = '', number] = deadLetterId.split(':')
    const keeper = Object.hasOwn(keepers, service) ? keepers[service] : undefined
    return keeper && { service, keeper, number: Number(number) }
  }

  return {
    async listDeadLetters({ cursor, limit = 20 }, context) {
      const last = readCursor(cursor, isPlace)
      if (last === 'malformed') return cursorRefused
      const asked = names.filter(name => last === null || name >= last.service)
      const answers = await Promise.all(
        asked.map(async service => {
          const after = service === last?.service ? last.number : 0
          return {
            service,
            letters: await lettersOf(service, { after, limit: limit + 1 }, context),
          }
        }),
      )
      const found = answers.flatMap(({ service, letters }) =>
        (letters ?? []).map(letter => ({ service, letter })),
      )
      const placeOf = ({ service, letter }: (typeof found)[number]): Place => ({
        ...{ service, number: letter.number },
      })
      const { rows, nextCursor } = pageOf(found, limit, placeOf)
      return {
        items: rows.map(({ service, letter }) => shown(service, letter)),
        nextCursor,
        unreachable: answers.filter(({ letters }) => letters === null).map(each => each.service),
      }
    },

    async redriveDeadLetter({ deadLetterId }, context) {
      const kept = keeperOf(deadLetterId)
      if (kept === undefined) return refuse('not_found')
      const { service, keeper, number } = kept
      const answer = await keeper.redriveDeadLetter({ number }, context)
      if (isRefusal(answer)) return answer
      const { stoppedAt } = answer
      return { ...answer, stoppedAt: stoppedAt === null ? null : idOf(service, stoppedAt) }
    },

    async dropDeadLetter({ deadLetterId }, context) {
      const kept = keeperOf(deadLetterId)
      if (kept === undefined) return refuse('not_found')
      return kept.keeper.dropDeadLetter({ number: kept.number }, context)
    },
  }
}

function isPlace(key: unknown): key is Place {
  const { service, number } = key as Partial<Place>
  return typeof service === 'string' && Number.isSafeInteger(number)
}

function shown(service: string, { number, firstNumber, ...letter }: KeptDeadLetter): DeadLetter {
  const behind = firstNumber === number ? null : idOf(service, firstNumber)
  return { deadLetterId: idOf(service, number), service, ...letter, behind }
}

const idOf = (service: string, number: number): string => `${service}:${number}`
