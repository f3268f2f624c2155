import { chosenOptions } from './chosen-options.ts'

/** `Return Mug · red`: a name that no other SKU of the product has. */
export const goodsName = ({
  title,
  options,
}: {
  readonly title: string
  readonly options: Readonly<Record<string, string>>
}): string => [title, chosenOptions(options)].filter(Boolean).join(' · ')
