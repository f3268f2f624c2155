import { useId } from 'react'
import { classNames } from '#web/kit/class-names.ts'
import { useWords } from '#web/kit/use-words.ts'
import { chosenOptions } from '#web/storefront/parts/chosen-options.ts'
import { productWords } from '#web/storefront/words/product.ts'
import {
  type Option,
  type OptionValue,
  optionsOf,
  restOf,
  type Sku,
  standingOf,
} from './sku-choice.ts'

/** One row of radio buttons an option; what is sold out can be chosen still, to ask for its return. */
export function OptionPicker({
  skus,
  chosen,
  choose,
}: {
  readonly skus: readonly Sku[]
  readonly chosen: Sku
  readonly choose: (value: OptionValue) => void
}) {
  return optionsOf(skus).map(option => (
    <OptionRow key={option.name} option={option} skus={skus} chosen={chosen} choose={choose} />
  ))
}

function OptionRow({
  option: { name, values },
  skus,
  chosen,
  choose,
}: Parameters<typeof OptionPicker>[0] & { readonly option: Option }) {
  const say = useWords(productWords)
  const id = useId()
  const names: Readonly<Record<string, string>> = {
    size: say('optionSize'),
    colour: say('optionColour'),
    color: say('optionColour'),
  }
  const rest = chosenOptions(restOf(chosen, name))
  const spoken = {
    to_be_had: (option: string) => option,
    sold_out_here: (option: string) => say('optionSoldOutHere', { option, rest }),
    not_made_here: (option: string) => say('optionNotMade', { option, rest }),
    sold_out: (option: string) => say('optionSoldOut', { option }),
  } as const
  return (
    <fieldset>
      <legend className="text-14 font-medium">{names[name] ?? name}</legend>
      <div className="mt-2 flex flex-wrap gap-2">
        {values.map(value => {
          const standing = standingOf(skus, chosen, { name, value })
          const isChosen = chosen.options[name] === value
          return (
            <label
              key={value}
              className={classNames(
                'inline-flex min-h-11 min-w-14 items-center justify-center rounded-12 border px-4',
                'has-focus-visible:outline-3 has-focus-visible:outline-offset-2',
                isChosen ? 'border-ink bg-ink text-paper' : 'border-edge bg-surface',
                !isChosen && standing.endsWith('_here') && 'border-dashed text-quiet',
                standing === 'sold_out' && 'line-through decoration-1',
              )}
            >
              <input
                type="radio"
                name={`${id}-${name}`}
                className="sr-only"
                checked={isChosen}
                onChange={() => choose({ name, value })}
                aria-label={spoken[standing](value)}
              />
              {value}
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
