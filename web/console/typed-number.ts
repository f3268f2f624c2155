/** Digits, all together or in groups of three: `129000`, `129,000`, `129 000`, `129_000`. */
const WHOLE = /^(?:\d{1,12}|\d{1,3}(?:[\s,_]\d{3}){1,3})$/

/** `129,000` and `129000` are the same number; null where it is none, or not a whole one. */
export function whole(text: string): number | null {
  const typed = text.trim()
  return WHOLE.test(typed) ? Number(typed.replace(/[\s,_]/g, '')) : null
}

/**
 * What was typed as a price, in the smallest unit of the currency: `129,000` won, `129` or `129.50`
 * dollars. Null for what the currency does not have, as half a won or `129000.00` of them: who
 * types that has another currency in mind, and a guess would be wrong by a hundred times.
 */
export function typedPrice(text: string, currency: string): number | null {
  const digits = digitsOf(currency)
  const [units = '', part, ...more] = text.trim().split('.')
  const whatUnits = whole(units)
  if (whatUnits === null || more.length > 0) return null
  if (part === undefined) return whatUnits * 10 ** digits
  const isPart = digits > 0 && part.length === digits && /^\d+$/.test(part)
  return isPart ? whatUnits * 10 ** digits + Number(part) : null
}

/** A price as it stands in a field before anybody typed: `typedPrice` reads the same from it. */
export function priceText(amountMinor: number, currency: string): string {
  const digits = digitsOf(currency)
  if (digits === 0) return String(amountMinor)
  const text = String(amountMinor).padStart(digits + 1, '0')
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** How many digits a currency has behind the point: none for won, two for dollars. */
const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
    .maximumFractionDigits ?? 0
