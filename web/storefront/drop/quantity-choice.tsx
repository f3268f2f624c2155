import { useWords } from '#web/kit/use-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'

/** How many units are asked for; nothing where it can only be one. */
export function QuantityChoice({
  value,
  most,
  isFixed,
  choose,
}: {
  readonly value: number
  readonly most: number
  readonly isFixed: boolean
  readonly choose: (quantity: number) => void
}) {
  const say = useWords(dropWords)
  if (most === 1) return null
  return (
    <select
      aria-label={say('quantity')}
      className="min-h-14 rounded-12 border border-edge bg-surface px-4"
      value={value}
      disabled={isFixed}
      onChange={event => choose(Number(event.target.value))}
    >
      {Array.from({ length: most }, (_, at) => at + 1).map(units => (
        <option key={units}>{units}</option>
      ))}
    </select>
  )
}
