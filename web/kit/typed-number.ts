import type { Money } from '#contracts/money.ts'

/** Digits, all together or in groups of three: `129000`, `129,000`, `129 000`, `129_000`. */
const WHOLE = /^(?:\d{1,12}|\d{1,3}(?:[\s,_]\d{3}){1,3})$/

/** `129,000` and `129000` are the same number; null where it is none, or not a whole one. */
export function whole(text: string): number | null {
  const typed = narrow(text)
  return WHOLE.test(typed) ? Number(typed.replace(/[\s,_]/g, '')) : null
}

/**
 * What was typed or pasted as a price, in the smallest unit of the currency: `129,000` and
 * `129,000원` won, `129`, `129.5`, `$129.50` and `.99` dollars. Null for what the currency does not
 * have, as half a won or `129000.00` of them, and for what bears another one's sign: who
 * writes that has another currency in mind, and a guess would be wrong by a hundred times.
 */
export function typedPrice(text: string, currency: string): number | null {
  const digits = digitsOf(currency)
  const [units = '', part, ...more] = bare(text, currency).split('.')
  const whatUnits = units === '' && part !== undefined ? 0 : whole(units)
  if (whatUnits === null || more.length > 0) return null
  if (part === undefined) return whatUnits * 10 ** digits
  const isPart = part.length <= digits && /^\d+$/.test(part)
  return isPart ? whatUnits * 10 ** digits + Number(part.padEnd(digits, '0')) : null
}

/** A price as it stands in a field before anybody typed: `typedPrice` reads the same from it. */
export function priceText(amountMinor: number, currency: string): string {
  const digits = digitsOf(currency)
  if (digits === 0) return String(amountMinor)
  const text = String(amountMinor).padStart(digits + 1, '0')
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** As a spreadsheet reckons with it: 129.5 dollars. */
export const inUnits = ({ amountMinor, currency }: Money): number =>
  Number(priceText(amountMinor, currency))

/** How a price is written, for who wrote it otherwise: `129,000`, or `129.00` where there are cents. */
export function priceExample(currency: string): string {
  const digits = digitsOf(currency)
  return digits === 0 ? '129,000' : priceText(129 * 10 ** digits, currency)
}

/** Without the width of East Asian type: `１２９，０００` is `129,000`. */
const narrow = (text: string): string => text.normalize('NFKC').trim()

/** The price without a sign of this currency before or behind it. */
function bare(text: string, currency: string): string {
  const typed = narrow(text)
  const lower = typed.toLowerCase()
  for (const sign of signsOf(currency)) {
    if (lower.startsWith(sign)) return typed.slice(sign.length).trim()
    if (lower.endsWith(sign)) return typed.slice(0, -sign.length).trim()
  }
  return typed
}

/** Whatever a currency is called in a price, the longest first: `us$`, `usd`, `달러`, `$`. */
function signsOf(currency: string): string[] {
  const signs = ['en', 'ko'].flatMap(language =>
    (['code', 'symbol', 'narrowSymbol', 'name'] as const).flatMap(currencyDisplay => {
      const parts = new Intl.NumberFormat(language, {
        ...{ style: 'currency', currency, currencyDisplay },
      }).formatToParts(2)
      const sign = parts.find(({ type }) => type === 'currency')?.value ?? currency
      // Of `대한민국 원` the whole, and what everybody says.
      return [sign, sign.split(' ').at(-1) ?? sign]
    }),
  )
  return [...new Set(signs.map(sign => narrow(sign).toLowerCase()))].sort(
    (one, other) => other.length - one.length,
  )
}

/** How many digits a currency has behind the point: none for won, two for dollars. */
const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
    .maximumFractionDigits ?? 0
