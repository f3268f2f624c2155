type Options = Readonly<Record<string, string>>

/** What may be wrong with the options of a SKU, as it is said. */
export const optionsFaults = {
  blank: 'Each option needs a name and a value.',
  named_twice: 'One option is named twice.',
  other_names: 'Name the same options as the other SKUs of this product.',
  repeated: 'Another SKU of this product has these options.',
} as const

export type OptionsFault = keyof typeof optionsFaults

/** The first of a new product's SKUs with something wrong, and what it is. */
export function faultyOptions(
  all: readonly Options[],
): { readonly at: number; readonly fault: OptionsFault } | null {
  for (const [at, options] of all.entries()) {
    const isBare = all.length > 1 && Object.keys(options).length === 0
    const fault = optionsFault(options, all.slice(0, at)) ?? (isBare ? 'other_names' : null)
    if (fault !== null) return { at, fault }
  }
  return null
}

/**
 * What is wrong with a SKU's options beside those that were there before. Case, space and the order
 * of options tell nothing apart: nobody chooses between `M` and ` m`. All name the same options;
 * only one without any may stand from the time when it was alone.
 */
export function optionsFault(options: Options, before: readonly Options[]): OptionsFault | null {
  const own = folded(options)
  if (own.some(([name, value]) => name === '' || value === '')) return 'blank'
  if (new Set(namesOf(own)).size < own.length) return 'named_twice'
  const others = before.map(folded)
  if (others.some(other => textOf(other) === textOf(own))) return 'repeated'
  const another = own.length === 0 ? others[0] : others.find(other => other.length > 0)
  const hasOthersNames = another === undefined || textOf(namesOf(another)) === textOf(namesOf(own))
  return hasOthersNames ? null : 'other_names'
}

const folded = (options: Options): [string, string][] =>
  Object.entries(options)
    .map(([name, value]): [string, string] => [fold(name), fold(value)])
    .sort()

const fold = (text: string): string =>
  text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()

const namesOf = (options: readonly [string, string][]): string[] => options.map(([name]) => name)

const textOf = (value: unknown): string => JSON.stringify(value)
