import type { Input } from '#web/kit/contract.ts'
import { typedPrice, whole } from '#web/kit/typed-number.ts'
import { fieldOfInstant, instantOfField } from './local-instant.ts'

/** What stands in the fields of a drop, as it was typed. */
export type DropFields = {
  readonly productId: string
  readonly skuId: string
  readonly title: string
  readonly price: string
  readonly units: string
  readonly opens: string
  readonly closes: string
  readonly limit: string
  readonly holdMinutes: string
}

/** What is wrong with a field, by the word that says it. */
export type DropFault =
  | 'chooseSku'
  | 'notAPrice'
  | 'notUnits'
  | 'tooManyUnits'
  | 'noInstant'
  | 'inThePast'
  | 'closesBeforeOpening'
  | 'notALimit'
  | 'notAHold'

export type DropFaults = Partial<Record<keyof DropFields, DropFault>>

export type PlannedDrop = Input<'stock.planDrop'>

type Read =
  | { readonly is: 'right'; readonly drop: PlannedDrop }
  | { readonly is: 'wrong'; readonly faults: DropFaults }

type Around = {
  readonly nowMs: number
  /** Of the chosen SKU; null where it is not known. */
  readonly available: number | null
  readonly currency: string
}

const HOUR_MS = 3_600_000
/** Who writes the minute that runs means now; and a form takes its time. */
const JUST_NOW_MS = 300_000

/** A drop tomorrow at this hour, for an hour. */
export function emptyDrop(nowMs: number): DropFields {
  const opensAtMs = Math.ceil(nowMs / HOUR_MS) * HOUR_MS + 24 * HOUR_MS
  return {
    productId: '',
    skuId: '',
    title: '',
    price: '',
    units: '100',
    opens: fieldOfInstant(opensAtMs),
    closes: fieldOfInstant(opensAtMs + HOUR_MS),
    limit: '1',
    holdMinutes: '10',
  }
}

/** The drop that the fields describe, or what is wrong with each. */
export function readDropForm(fields: DropFields, { nowMs, available, currency }: Around): Read {
  const price = typedPrice(fields.price, currency)
  const [units, limit] = [whole(fields.units), whole(fields.limit)]
  const [opensAtMs, closesAtMs] = [instantOfField(fields.opens), instantOfField(fields.closes)]
  const holdMs = Number(fields.holdMinutes) * 60_000
  const faults: DropFaults = {
    ...(fields.skuId === '' && { productId: 'chooseSku' }),
    ...((price === null || price === 0) && { price: 'notAPrice' }),
    ...((units === null || units < 1) && { units: 'notUnits' }),
    ...(units !== null && available !== null && units > available && { units: 'tooManyUnits' }),
    ...(opensAtMs === null && { opens: 'noInstant' }),
    ...(opensAtMs !== null && opensAtMs < nowMs - JUST_NOW_MS && { opens: 'inThePast' }),
    ...(closesAtMs === null && { closes: 'noInstant' }),
    ...(closesAtMs !== null &&
      opensAtMs !== null &&
      closesAtMs <= opensAtMs && { closes: 'closesBeforeOpening' }),
    ...((limit === null || limit < 1) && { limit: 'notALimit' }),
    ...(!(holdMs >= 1_000 && holdMs <= 24 * HOUR_MS) && { holdMinutes: 'notAHold' }),
  }
  if (
    Object.keys(faults).length > 0 ||
    price === null ||
    units === null ||
    limit === null ||
    opensAtMs === null ||
    closesAtMs === null
  ) {
    return { is: 'wrong', faults }
  }
  const { skuId, title } = fields
  const drop = {
    skuId,
    ...(title.trim() !== '' && { title: title.trim() }),
    price: { amountMinor: price, currency },
    ...{ units, opensAtMs, closesAtMs, limitPerMember: limit, holdMs: Math.round(holdMs) },
  }
  return { is: 'right', drop }
}
