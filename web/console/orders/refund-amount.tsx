import { useState } from 'react'
import type { Money } from '#contracts/money.ts'
import { consoleOrderWords } from '#web/console/words/console-orders.ts'
import { Field } from '#web/kit/field.tsx'
import { priceText } from '#web/kit/typed-number.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { typedRefund } from './typed-refund.ts'

/** How much goes back: typed as the currency is written, and told again as it was read. */
export function RefundAmount({ left }: { readonly left: Money }) {
  const say = useWords(consoleOrderWords)
  const { money } = useFormat()
  const [typed, setTyped] = useState(priceText(left.amountMinor, left.currency))
  const read = typedRefund(typed, left)
  const example = priceText(left.amountMinor, left.currency)
  return (
    <Field
      label={say('amount')}
      name="amount"
      inputMode="decimal"
      autoComplete="off"
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
      required
      hint={read.is === 'right' ? money({ ...left, amountMinor: read.amountMinor }) : undefined}
      fault={read.is === 'wrong' ? say(read.fault, { example, left: money(left) }) : undefined}
    />
  )
}
