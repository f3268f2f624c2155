import type { Money } from '#contracts/money.ts'
import type { Format } from '#web/kit/format.ts'

export type AuditFact = { readonly field: string; readonly text: string }

type Writing = Pick<Format, 'money' | 'number' | 'dateTime' | 'span'>

/** What was asked for with an act, each as people write it: times, spans, money, how many. */
export function auditFacts(
  details: Readonly<Record<string, unknown>>,
  writing: Writing,
): readonly AuditFact[] {
  return Object.entries(details).flatMap(([field, value]) =>
    isRecord(value) && !isMoney(value)
      ? auditFacts(value, writing)
      : { field, text: textOf(field, value, writing) },
  )
}

function textOf(field: string, value: unknown, { money, number, dateTime, span }: Writing): string {
  if (isMoney(value)) return money(value)
  if (Array.isArray(value)) {
    return value.every(one => typeof one === 'string') ? value.join(', ') : number(value.length)
  }
  if (typeof value !== 'number') return value === null ? '–' : String(value)
  if (field.endsWith('AtMs')) return dateTime(value)
  return field.endsWith('Ms') ? span(value) : number(value)
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isMoney = (value: unknown): value is Money =>
  isRecord(value) && typeof value.amountMinor === 'number' && typeof value.currency === 'string'
