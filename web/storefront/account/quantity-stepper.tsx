import { Minus, Plus } from 'lucide-react'
import { useWords } from '#web/kit/use-words.ts'
import { accountWords } from './words/account-words.ts'

const step =
  'inline-flex size-11 items-center justify-center rounded-12 hover:bg-sunken aria-disabled:text-line'

/** How many: one fewer, one more. At an end a button keeps its focus, and does nothing. */
export function QuantityStepper({
  title,
  quantity,
  most,
  change,
}: {
  readonly title: string
  readonly quantity: number
  readonly most: number
  readonly change: (quantity: number) => void
}) {
  const say = useWords(accountWords)
  return (
    <fieldset className="inline-flex items-center rounded-12 border border-edge bg-surface">
      <legend className="sr-only">{say('quantityOf', { title })}</legend>
      <button
        type="button"
        className={step}
        aria-disabled={quantity <= 1}
        aria-label={say('fewer', { title })}
        onClick={() => quantity > 1 && change(quantity - 1)}
      >
        <Minus aria-hidden className="size-4" />
      </button>
      <output className="min-w-8 text-center">{quantity}</output>
      <button
        type="button"
        className={step}
        aria-disabled={quantity >= most}
        aria-label={say('moreUnits', { title })}
        onClick={() => quantity < most && change(quantity + 1)}
      >
        <Plus aria-hidden className="size-4" />
      </button>
    </fieldset>
  )
}
