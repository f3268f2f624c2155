type Options = Readonly<Record<string, string>>

/** `M, ink`: what tells a SKU from the others of its product; empty where there is only one. */
export const optionsText = (options: Options): string => Object.values(options).join(', ')

/** `Wind Jacket · M, ink`: a product, or a drop of it, by a name that fits no other SKU of it. */
export const nameWithOptions = (of: {
  readonly title: string
  readonly options: Options
}): string => [of.title, optionsText(of.options)].filter(Boolean).join(' · ')
