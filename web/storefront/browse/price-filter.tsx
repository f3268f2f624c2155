import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '#web/kit/ask-shop.ts'
import { Choice, Field } from '#web/kit/field.tsx'
import { priceExample } from '#web/kit/typed-number.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { browseWords } from '#web/storefront/words/browse.ts'
import type { CatalogueFilter } from './catalogue-filter.ts'
import { boundText, readBound } from './price-bound.ts'
import { useTypedFilter } from './use-typed-filter.ts'

type Bound = 'minPrice' | 'maxPrice'

/** From what price to what, in the shop's own currency or in another that something is priced in. */
export function PriceFilter({
  filter,
  set,
}: {
  readonly filter: CatalogueFilter
  /** Changes some of the filter; the empty text takes one away. */
  readonly set: (changed: Readonly<Record<string, string>>) => void
}) {
  const say = useWords(browseWords)
  const { currencyName } = useFormat()
  const { data } = useQuery(reading('catalog.listCurrencies', {}))
  const [own] = data?.items ?? []
  const currency = filter.currency ?? own
  if (currency === undefined) return null
  const known = [...new Set([...(data?.items ?? []), currency])]
  const isBounded = filter.minPrice !== undefined || filter.maxPrice !== undefined
  const chosen = filter.currency ?? (isBounded ? currency : '')
  // Amounts of the one say nothing in the other.
  const choose = (other: string) => set({ currency: other, minPrice: '', maxPrice: '' })
  const bound = (name: Bound) => ({
    ...{ currency, label: say(name, { currency }), value: String(filter[name] ?? '') },
    set: (value: string) => set({ [name]: value }),
  })
  return (
    <>
      {known.length > 1 && (
        <Choice
          label={say('currency')}
          value={chosen}
          onChange={({ target }) => choose(target.value)}
        >
          <option value="">{say('currencyAny')}</option>
          {known.map(code => (
            <option key={code} value={code}>
              {currencyName(code)}
            </option>
          ))}
        </Choice>
      )}
      <BoundField key={`minPrice ${currency}`} {...bound('minPrice')} />
      <BoundField key={`maxPrice ${currency}`} {...bound('maxPrice')} />
    </>
  )
}

function BoundField({
  label,
  currency,
  value,
  set,
}: {
  readonly label: string
  readonly currency: string
  readonly value: string
  readonly set: (value: string) => void
}) {
  const say = useWords(browseWords)
  const [isLeft, setLeft] = useState(true)
  const read = (text: string) => readBound(text, currency)
  const { text, type, take } = useTypedFilter({
    ...{ value, read, choose: set },
    show: bound => boundText(bound, currency),
  })
  // While it is typed, `10.` is on its way to be a price.
  const isWrong = isLeft && read(text) === null
  return (
    <Field
      label={label}
      inputMode="decimal"
      value={text}
      fault={isWrong ? say('notAPrice', { example: priceExample(currency) }) : undefined}
      onChange={({ target }) => type(target.value)}
      onFocus={() => setLeft(false)}
      onBlur={() => {
        setLeft(true)
        take()
      }}
    />
  )
}
