import type { Product } from '#contracts/catalog.ts'

export type Sku = Product['skus'][number]

/** An option, `size`, with the values that there are of it, in the order in which SKUs name them. */
export type Option = { readonly name: string; readonly values: readonly string[] }

/** `size`: `L` */
export type OptionValue = { readonly name: string; readonly value: string }

export function optionsOf(skus: readonly Sku[]): Option[] {
  const names = [...new Set(skus.flatMap(({ options }) => Object.keys(options)))]
  return names.map(name => ({
    name,
    values: [...new Set(skus.flatMap(({ options }) => options[name] ?? []))],
  }))
}

/** What is chosen when the page opens: what is asked for, else the first that can be had. */
export const firstSku = (skus: readonly Sku[], asked: string | null = null): Sku | null =>
  skus.find(({ skuId }) => skuId === asked) ??
  skus.find(({ available }) => available > 0) ??
  skus[0] ??
  null

/**
 * The SKU with this value that keeps the most of what else is chosen, though it be sold out; of
 * several that keep as much, one that can be had. What is chosen stays where none has the value.
 */
export function skuWith(skus: readonly Sku[], chosen: Sku, { name, value }: OptionValue): Sku {
  const rest = Object.entries(restOf(chosen, name))
  const kept = ({ options }: Sku) => rest.filter(([other, is]) => options[other] === is).length
  const [nearest] = skus
    .filter(({ options }) => options[name] === value)
    .toSorted((a, b) => kept(b) - kept(a) || Math.sign(b.available) - Math.sign(a.available))
  return nearest ?? chosen
}

/** What else than this option is chosen. */
export const restOf = ({ options }: Sku, name: string): Sku['options'] =>
  Object.fromEntries(Object.entries(options).filter(([other]) => other !== name))

/** `here` is beside the rest of what is chosen. */
export type ValueStanding = 'to_be_had' | 'sold_out_here' | 'not_made_here' | 'sold_out'

/** How it stands with a value, beside what else is chosen. */
export function standingOf(
  skus: readonly Sku[],
  chosen: Sku,
  { name, value }: OptionValue,
): ValueStanding {
  const isLeft = skus.some(({ options, available }) => options[name] === value && available > 0)
  if (!isLeft) return 'sold_out'
  const { options, available } = skuWith(skus, chosen, { name, value })
  const rest = Object.entries(restOf(chosen, name))
  const isMade = rest.every(([other, is]) => options[other] === is)
  if (!isMade) return 'not_made_here'
  return available > 0 ? 'to_be_had' : 'sold_out_here'
}
