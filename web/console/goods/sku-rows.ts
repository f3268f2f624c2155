/** A SKU as it is typed: `size: M, colour: ink`, and how many. */
export type SkuRow = { readonly options: string; readonly units: string }

export type SkuFault = 'badOptions' | 'badUnits' | 'sameOptions'

export type NewSku = {
  readonly options: Readonly<Record<string, string>>
  readonly units: number
}

type Read =
  | { readonly is: 'right'; readonly skus: readonly NewSku[] }
  | { readonly is: 'wrong'; readonly faults: Readonly<Record<number, SkuFault>> }

const MOST_UNITS = 10_000_000

/** The SKUs that the rows describe, or what is wrong with each row. */
export function readSkuRows(rows: readonly SkuRow[]): Read {
  const faults: Record<number, SkuFault> = {}
  const known = new Set<string>()
  const skus = rows.flatMap((row, at): NewSku[] => {
    const options = optionsIn(row.options)
    const units = /^\d{1,8}$/.test(row.units.trim()) ? Number(row.units) : -1
    const name = nameOf(options ?? {})
    if (options === null) faults[at] = 'badOptions'
    else if (units < 0 || units > MOST_UNITS) faults[at] = 'badUnits'
    else if (known.has(name)) faults[at] = 'sameOptions'
    known.add(name)
    return options === null ? [] : [{ options, units }]
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
  const names = new Set(known.map(({ options }) => nameOf(options)))
  return names.has(nameOf(sku.options))
    ? { is: 'wrong', fault: 'sameOptions' }
    : { is: 'right', sku }
}

/** The same for options that say the same. */
const nameOf = (options: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(options).sort())

/** Null where a part has no name or no value, or a name stands twice. */
function optionsIn(text: string): Record<string, string> | null {
  if (text.trim() === '') return {}
  const pairs = text.split(',').map(part => part.split(':').map(word => word.trim()))
  const isRight = pairs.every(
    ([name = '', value = '', ...more]) =>
      more.length === 0 && name !== '' && name.length <= 40 && value !== '' && value.length <= 80,
  )
  const options = Object.fromEntries(pairs.map(([name = '', value = '']) => [name, value]))
  const isOnce = Object.keys(options).length === pairs.length && pairs.length <= 8
  return isRight && isOnce ? options : null
}
