import assert from 'node:assert/strict'
import { type Static, Type } from 'typebox'

/** Integer minor units of one currency. KRW has no minor unit: 19900 is ₩19,900. */
export const Money = Type.Object(
  {
    amountMinor: Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 }),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  },
  { additionalProperties: false },
)
export type Money = Readonly<Static<typeof Money>>

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

/**
 * What a merchant asks for a thing: something, in a currency that there is (ISO 4217, as the runtime
 * knows it). What was priced before is read as plain money.
 */
export const Price = Type.Object(
  {
    amountMinor: Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 }),
    currency: Type.Refine(
      Type.String({ pattern: '^[A-Z]{3}$' }),
      currency => currencies.has(currency),
      () => 'must be a currency of ISO 4217, such as KRW',
    ),
  },
  { additionalProperties: false },
)

export const zero = (currency: string): Money => ({ amountMinor: 0, currency })

/** The sum. Both must be of one currency. */
export function add(a: Money, b: Money): Money {
  assert.equal(a.currency, b.currency, 'money of two currencies cannot be added')
  return money(a.amountMinor + b.amountMinor, a.currency)
}

/** `quantity` times the price. */
export function times(price: Money, quantity: number): Money {
  return money(price.amountMinor * quantity, price.currency)
}

export function money(amountMinor: number, currency: string): Money {
  assert(Number.isSafeInteger(amountMinor) && amountMinor >= 0, `not an amount: ${amountMinor}`)
  return { amountMinor, currency }
}
