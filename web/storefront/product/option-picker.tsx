import { useId } from 'react'
import { classNames } from '#web/kit/class-names.ts'
import { useWords } from '#web/kit/use-words.ts'
import { productWords } from '#web/storefront/words/product.ts'
import { type Chosen, isToBeHad, type Option, optionsOf, type Sku } from './sku-choice.ts'

/** One row of radio buttons an option; what is sold out can be chosen still, to ask for its return. */
export function OptionPicker({
  skus,
  chosen,
  choose,
}: {
  readonly skus: readonly Sku[]
  readonly chosen: Chosen
  readonly choose: (chosen: Chosen) => void
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
  return (
    <fieldset>
      <legend className="text-14 font-medium">{names[name] ?? name}</legend>
      <div className="mt-2 flex flex-wrap gap-2">
        {values.map(value => {
          const canBeHad = isToBeHad(skus, chosen, { name, value })
          return (
            <label
              key={value}
              className={classNames(
                'inline-flex min-h-11 min-w-14 items-center justify-center rounded-12 border px-4',
                'has-focus-visible:outline-3 has-focus-visible:outline-offset-2',
                chosen[name] === value ? 'border-ink bg-ink text-paper' : 'border-edge bg-surface',
                !canBeHad && 'line-through decoration-1',
              )}
            >
              <input
                type="radio"
                name={`${id}-${name}`}
                className="sr-only"
                checked={chosen[name] === value}
                onChange={() => choose({ ...chosen, [name]: value })}
                aria-label={canBeHad ? value : say('optionSoldOut', { option: value })}
              />
              {value}
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
