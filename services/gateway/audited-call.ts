import { actOf, isPrivilegedAct } from '#contracts/audit.ts'
import type { membersApi } from '#contracts/members.ts'
import type { Calls } from '#contracts/operation.ts'
import { isRefusal, Problem } from '#contracts/problems.ts'
import { uuidv7 } from '#platform/ids.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Clock } from '#platform/time/clock.ts'
import type { Call, RoutedOperation } from './door.ts'
import { takesFreeText } from './free-text.ts'

/** Where privileged acts are written down. */
export type AuditTrail = Pick<Calls<typeof membersApi>, 'recordAct' | 'recordOutcome'>

type Deps = {
  readonly trail: AuditTrail
  readonly clock: Pick<Clock, 'nowMs'>
  readonly log: Pick<Log, 'error'>
}

/**
 * How an operation is called: as it is, or, where it is a privileged act, with an entry in the audit
 * log. The entry is durable before the act begins, so that none is done without one; where it cannot
 * be written, nothing is done. What came of the act is written behind it.
 */
export function auditedCall({ trail, clock, log }: Deps, routed: RoutedOperation): Call {
  const { name, operation, call, pathFields } = routed
  if (!isPrivilegedAct(operation) || operation.auditedByService) return call
  const act = actOf(name)
  const [subjectField] = pathFields
  const madeField = Object.keys(propertiesOf(operation.output)).find(field => field.endsWith('Id'))

  return async (input, context) => {
    const auditId = uuidv7(clock.nowMs())
    const subject = subjectAt(input, subjectField)
    const { [subjectField ?? '']: _, ...details } = closedParts(operation.input, input as Fields)
    await trail.recordAct({ auditId, act, ...subject, details }, context)

    /** What was done is answered, whether or not this can be written. */
    async function note(outcome: string, made: object = {}): Promise<void> {
      try {
        await trail.recordOutcome({ auditId, outcome, ...made }, context)
      } catch (error) {
        log.error({ err: error, auditId, act, outcome }, 'what came of an act is not in the audit')
      }
    }

    try {
      const answer = await call(input, context)
      if (isRefusal(answer)) await note(answer.refused)
      else {
        const made = subjectField === undefined ? subjectAt(answer, madeField) : {}
        await note('done', { ...made, ...resultOf(operation.output, answer) })
      }
      return answer
    } catch (error) {
      await note(error instanceof Problem ? error.code : 'failed')
      throw error
    }
  }
}

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null

function subjectAt(value: unknown, field = ''): { readonly subjectId?: string } {
  const subjectId = isFields(value) ? value[field] : undefined
  return typeof subjectId === 'string' ? { subjectId } : {}
}

function propertiesOf(schema: object): Readonly<Record<string, object>> {
  return (schema as { readonly properties?: Readonly<Record<string, object>> }).properties ?? {}
}

/** Of an answer its ids, and what came of each of many: the outcome of all tells neither. */
function resultOf(schema: object, answer: unknown): { readonly result?: Fields } {
  if (!isFields(answer)) return {}
  const told = Object.entries(closedParts(schema, answer)).filter(([field, value]) =>
    Array.isArray(value)
      ? value.length > 0 && value.every(one => isFields(one) && 'outcome' in one)
      : field.endsWith('Id') && typeof value === 'string',
  )
  return told.length === 0 ? {} : { result: Object.fromEntries(told) }
}

/** An input without the texts that people write: ids, numbers, words of a list. */
function closedParts(schema: object, value: Fields): Fields {
  const kept = Object.entries(propertiesOf(schema)).flatMap(([field, part]) => {
    const known = closed(part, value[field])
    return known === undefined ? [] : [[field, known]]
  })
  return Object.fromEntries(kept)
}

function closed(schema: object, value: unknown): unknown {
  if (!isFields(value)) {
    return typeof value === 'string' && takesFreeText(schema) ? undefined : value
  }
  const { items } = schema as { readonly items?: object }
  if (Array.isArray(value)) return items && value.map(part => closed(items, part))
  return closedParts(schema, value)
}
