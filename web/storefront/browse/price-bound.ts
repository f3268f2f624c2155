import { priceText, typedPrice } from '#web/kit/typed-number.ts'

/** How a bound of the price, told in the smallest unit, stands in its field: `50.00`. */
export const boundText = (value: string, currency: string): string =>
  value === '' ? '' : priceText(Number(value), currency)

/** What was typed, in the smallest unit; nothing for no bound, null for what is no price. */
export function readBound(text: string, currency: string): string | null {
  if (text.trim() === '') return ''
  const amountMinor = typedPrice(text, currency)
  return amountMinor === null ? null : String(amountMinor)
}
