import type { Product } from '#contracts/catalog.ts'

export type Sku = Product['skus'][number]
export type Chosen = Readonly<Record<string, string>>

/** An option, `size`, with the values that there are of it, in the order in which SKUs name them. */
export type Option = { readonly name: string; readonly values: readonly string[] }

export function optionsOf(skus: readonly Sku[]): Option[] {
  const names = [...new Set(skus.flatMap(({ options }) => Object.keys(options)))]
  return names.map(name => ({
    name,
    values: [...new Set(skus.flatMap(({ options }) => options[name] ?? []))],
  }))
}

/** What is chosen when the page opens: the first that can be had, else the first. */
export function firstChoice(skus: readonly Sku[]): Chosen {
  return (skus.find(({ available }) => available > 0) ?? skus[0])?.options ?? {}
}

/**
 * The SKU with these options; null where no such thing is made. Of several, as where one has no
 * options at all, it is the one that more of what was chosen tells of.
 */
export function skuOf(skus: readonly Sku[], chosen: Chosen): Sku | null {
  const isIt = ({ options }: Sku) =>
    Object.entries(options).every(([name, value]) => chosen[name] === value)
  const told = ({ options }: Sku) => Object.keys(options).length
  return skus.filter(isIt).toSorted((a, b) => told(b) - told(a))[0] ?? null
}

/** Whether a value could be had, with what else is chosen. */
export function isToBeHad(
  skus: readonly Sku[],
  chosen: Chosen,
  { name, value }: { readonly name: string; readonly value: string },
): boolean {
  const sku = skuOf(skus, { ...chosen, [name]: value })
  return sku !== null && sku.available > 0
}
