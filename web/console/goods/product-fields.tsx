import { useQuery } from '@tanstack/react-query'
import { consoleWords } from '#web/console/words/console.ts'
import { consoleGoodsWords } from '#web/console/words/console-goods.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Choice, Field, Labelled } from '#web/kit/field.tsx'
import { priceExample } from '#web/kit/typed-number.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { branchesOf } from './category-branches.ts'
import { currenciesBeside } from './currencies.ts'

export type ProductWords = {
  readonly title: string
  readonly description: string
  readonly categoryId: string
  readonly price: string
  /** ISO 4217. */
  readonly currency: string
}

export type ProductFault = 'noTitle' | 'notAPrice' | 'notThisCurrency'

export type ProductFaults = Partial<Record<keyof ProductWords, ProductFault>>

/** What a product is called, where it stands and what it costs. */
export function ProductFields({
  fields,
  faults,
  change,
}: {
  readonly fields: ProductWords
  readonly faults: ProductFaults
  readonly change: (changed: Partial<ProductWords>) => void
}) {
  const say = useWords(consoleGoodsWords)
  const sayConsole = useWords(consoleWords)
  const { currencyName } = useFormat()
  const example = priceExample(fields.currency)
  const categories = useQuery(reading('catalog.listCategories', {}))
  return (
    <>
      <Field
        label={say('title')}
        name="title"
        value={fields.title}
        maxLength={200}
        fault={faults.title && say(faults.title, { example })}
        onChange={({ target }) => change({ title: target.value })}
      />
      <Labelled label={say('description')}>
        {described => (
          <textarea
            {...described}
            rows={5}
            value={fields.description}
            maxLength={20_000}
            onChange={({ target }) => change({ description: target.value })}
            className="w-full rounded-12 border border-edge bg-surface p-3 text-16"
          />
        )}
      </Labelled>
      <div className="grid gap-4 sm:grid-cols-2">
        <Choice
          label={say('category')}
          value={fields.categoryId}
          onChange={({ target }) => change({ categoryId: target.value })}
        >
          <option value="">{say('noCategory')}</option>
          {branchesOf(categories.data?.items ?? []).map(({ category, depth }) => (
            <option key={category.categoryId} value={category.categoryId}>
              {'\u2003'.repeat(depth)}
              {category.name}
            </option>
          ))}
        </Choice>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={say('price')}
          name="price"
          inputMode="decimal"
          hint={say('priceHint', { example })}
          value={fields.price}
          fault={faults.price && say(faults.price, { example })}
          onChange={({ target }) => change({ price: target.value })}
        />
        <Choice
          label={sayConsole('currency')}
          name="currency"
          value={fields.currency}
          fault={faults.currency && say(faults.currency, { example })}
          onChange={({ target }) => change({ currency: target.value })}
        >
          {currenciesBeside(fields.currency).map(code => (
            <option key={code} value={code}>
              {currencyName(code)}
            </option>
          ))}
        </Choice>
      </div>
    </>
  )
}
