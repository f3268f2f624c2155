import { Banknote, CreditCard, Smartphone } from 'lucide-react'
import type { PaymentMethod } from '#contracts/providers.ts'
import { useWords } from '#web/kit/use-words.ts'
import { RadioCard } from '#web/storefront/parts/radio-card.tsx'
import { checkoutWords } from './words/checkout-words.ts'

const icons = { card: CreditCard, bank_transfer: Banknote, easy_pay: Smartphone } as const

/** By what one pays. */
export function PaymentMethods({
  offered,
  chosen,
  choose,
}: {
  readonly offered: readonly PaymentMethod[]
  readonly chosen: PaymentMethod
  readonly choose: (method: PaymentMethod) => void
}) {
  const say = useWords(checkoutWords)
  return (
    <fieldset className="grid gap-2 sm:grid-cols-3 md:grid-cols-1 lg:grid-cols-3">
      <legend className="sr-only">{say('how')}</legend>
      {offered.map(method => {
        const Icon = icons[method]
        return (
          <RadioCard
            key={method}
            name="method"
            isChosen={method === chosen}
            choose={() => choose(method)}
          >
            <Icon aria-hidden className="size-5 shrink-0" />
            {say(method)}
          </RadioCard>
        )
      })}
    </fieldset>
  )
}
