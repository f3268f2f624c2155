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
