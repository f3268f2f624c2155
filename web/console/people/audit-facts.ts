import type { AuditEntry } from '#contracts/audit.ts'
import type { Money } from '#contracts/money.ts'
import type { Format } from '#web/kit/format.ts'

export type AuditFact = { readonly field: string; readonly text: string }

type Writing = Pick<Format, 'money' | 'number' | 'dateTime' | 'span'> & {
  /** What a value of a field is called, where it is one of a few. */
  readonly word: (field: string, value: string) => string
}

type Details = Readonly<Record<string, unknown>>

/** What was asked for with an act, each as people write it: times, spans, money, how many. */
export function auditFacts(details: Details, writing: Writing): readonly AuditFact[] {
  if (isMoney(details)) {
    const { amountMinor, currency, ...rest } = details
    const amount = { field: 'amount', text: writing.money({ amountMinor, currency }) }
    return [amount, ...auditFacts(rest, writing)]
  }
  return Object.entries(details).flatMap(([field, value]) =>
    isRecord(value) && !isMoney(value)
      ? auditFacts(value, writing)
      : { field, text: textOf(field, value, writing) },
  )
}

export type ShippingAct = Pick<AuditEntry, 'act' | 'subjectId' | 'details' | 'outcome' | 'result'>

export type ShippedOrders = {
  /** Carrier and number stand with them, not in the log. Of acts of long ago, all that were asked for. */
  readonly shipped: readonly string[]
  /** With the code of what kept each from being shipped. */
  readonly left: readonly { readonly orderId: string; readonly reason: string }[]
}

/** The orders of an act that hands parcels over, by what came of each. */
export function shippedOrders(entry: ShippingAct): ShippedOrders {
  const { act, subjectId, details, outcome = 'done', result } = entry
  if (outcome !== 'done' || !act.startsWith('ship_order')) return { shipped: [], left: [] }
  if (act === 'ship_order') return { shipped: subjectId ? [subjectId] : [], left: [] }
  const orders = ordersIn((result ?? details).items)
  return {
    shipped: orders.filter(({ reason }) => reason === 'shipped').map(({ orderId }) => orderId),
    left: orders.filter(({ reason }) => reason !== 'shipped'),
  }
}

function ordersIn(items: unknown): ShippedOrders['left'] {
  if (!Array.isArray(items)) return []
  return items
    .filter(isRecord)
    .flatMap(({ orderId, outcome = 'shipped', missing }) =>
      typeof orderId === 'string' ? { orderId, reason: String(missing ?? outcome) } : [],
    )
}

function textOf(field: string, value: unknown, writing: Writing): string {
  const { money, number, dateTime, span, word } = writing
  if (isMoney(value)) return money(value)
  if (Array.isArray(value)) {
    return value.every(one => typeof one === 'string')
      ? value.map(one => word(field, one)).join(', ')
      : number(value.length)
  }
  if (typeof value === 'string') return word(field, value)
  if (typeof value !== 'number') return value === null ? '–' : String(value)
  if (field.endsWith('AtMs')) return dateTime(value)
  return field.endsWith('Ms') ? span(value) : number(value)
}

const isRecord = (value: unknown): value is Details =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isMoney = (value: unknown): value is Money =>
  isRecord(value) && typeof value.amountMinor === 'number' && typeof value.currency === 'string'
