import type { Money } from '#contracts/money.ts'
import { typedPrice } from '#web/kit/typed-number.ts'

type Read =
  | { readonly is: 'right'; readonly amountMinor: number }
  /** By the word that says what is wrong. */
  | { readonly is: 'wrong'; readonly fault: 'notAnAmount' | 'moreThanLeft' }

/** What was typed to be given back, written as its currency is, of what can still be. */
export function typedRefund(text: string, { amountMinor: leftMinor, currency }: Money): Read {
  const amountMinor = typedPrice(text, currency)
  if (amountMinor === null || amountMinor === 0) return { is: 'wrong', fault: 'notAnAmount' }
  if (amountMinor > leftMinor) return { is: 'wrong', fault: 'moreThanLeft' }
  return { is: 'right', amountMinor }
}
