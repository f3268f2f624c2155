import { ChevronDown } from 'lucide-react'
import { useWords } from '#web/kit/use-words.ts'
import { checkoutWords } from './words/checkout-words.ts'

/** What the simulator obeys. */
export const testCards = ['sim_capture', 'sim_decline', 'sim_lost', 'sim_slow'] as const
export type TestCard = (typeof testCards)[number]

/** Where no money moves: what is to become of the payment. */
export function TestCards({
  chosen,
  choose,
}: {
  readonly chosen: TestCard
  readonly choose: (card: TestCard) => void
}) {
  const say = useWords(checkoutWords)
  return (
    <details className="group rounded-12 border border-dashed border-edge px-4 text-14">
      <summary className="flex min-h-11 items-center justify-between gap-2 text-quiet">
        {say('testCard', { card: say(chosen) })}
        <ChevronDown aria-hidden className="size-4 shrink-0 group-open:rotate-180" />
      </summary>
      <fieldset className="flex flex-col pb-3">
        <legend className="pb-1 text-quiet">{say('testCardText')}</legend>
        {testCards.map(card => (
          <label key={card} className="flex min-h-11 items-center gap-3">
            <input
              type="radio"
              name="test-card"
              checked={card === chosen}
              onChange={() => choose(card)}
              className="size-4 accent-ink"
            />
            {say(card)}
          </label>
        ))}
      </fieldset>
    </details>
  )
}
