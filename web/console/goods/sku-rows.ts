import { whole } from '#web/kit/typed-number.ts'

/** A SKU as it is typed: `size: M, colour: ink`, and how many. */
export type SkuRow = { readonly options: string; readonly units: string }

export type SkuFault = 'badOptions' | 'badUnits' | 'sameOptions' | 'otherOptions' | 'optionsRefused'

type Options = Readonly<Record<string, string>>

export type NewSku = {
  readonly options: Options
  readonly units: number
}

type Read =
  | { readonly is: 'right'; readonly skus: readonly NewSku[] }
  | { readonly is: 'wrong'; readonly faults: Readonly<Record<number, SkuFault>> }

const MOST_UNITS = 10_000_000

/** The SKUs that the rows describe, or what is wrong with each row. */
export function readSkuRows(rows: readonly SkuRow[]): Read {
  const faults: Record<number, SkuFault> = {}
  const known: Options[] = []
  const skus = rows.flatMap((row, at): NewSku[] => {
    const options = optionsIn(row.options)
    const units = whole(row.units) ?? -1
    const beside = options === null ? 'badOptions' : besideOthers(options, known)
    if (beside !== null) faults[at] = beside
    else if (units < 0 || units > MOST_UNITS) faults[at] = 'badUnits'
    if (options === null) return []
    known.push(options)
    return [{ options, units }]
  })
  return Object.keys(faults).length === 0 ? { is: 'right', skus } : { is: 'wrong', faults }
}

type ReadOne =
  | { readonly is: 'right'; readonly sku: NewSku }
  | { readonly is: 'wrong'; readonly fault: SkuFault }

/** The SKU that a row describes beside those that a product has, or what is wrong with it. */
export function readAnotherSku(row: SkuRow, known: readonly Pick<NewSku, 'options'>[]): ReadOne {
  const read = readSkuRows([row])
  if (read.is === 'wrong') return { is: 'wrong', fault: read.faults[0] ?? 'badOptions' }
  const [sku = { options: {}, units: 0 }] = read.skus
  // Two SKUs are told apart by their options: beside others none is without.
  if (known.length > 0 && row.options.trim() === '') return { is: 'wrong', fault: 'badOptions' }
  // The one that was alone may have none.
  const named = known.map(({ options }) => options).filter(each => Object.keys(each).length > 0)
  const fault = besideOthers(sku.options, named)
  return fault === null ? { is: 'right', sku } : { is: 'wrong', fault }
}

/** As the shop decides it: all SKUs name the same options, and case or space tell none apart. */
function besideOthers(
  options: Options,
  others: readonly Options[],
): 'sameOptions' | 'otherOptions' | null {
  const [first = options] = others
  if (namesOf(first) !== namesOf(options)) return 'otherOptions'
  return others.some(other => textOf(other) === textOf(options)) ? 'sameOptions' : null
}

const namesOf = (options: Options): string => Object.keys(options).map(fold).sort().join('\n')

const textOf = (options: Options): string =>
  JSON.stringify(
    Object.entries(options)
      .map(pair => pair.map(fold))
      .sort(),
  )

const fold = (text: string): string =>
  text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()

/** Null where a part has no name or no value, or a name stands twice. */
function optionsIn(text: string): Record<string, string> | null {
  if (text.trim() === '') return {}
  const pairs = text.split(',').map(part => part.split(':').map(word => word.trim()))
  const isRight = pairs.every(
    ([name = '', value = '', ...more]) =>
      more.length === 0 && name !== '' && name.length <= 40 && value !== '' && value.length <= 80,
  )
  const options = Object.fromEntries(pairs.map(([name = '', value = '']) => [name, value]))
  const names = new Set(Object.keys(options).map(fold))
  const isOnce = names.size === pairs.length && pairs.length <= 8
  return isRight && isOnce ? options : null
}
