import { useQuery } from '@tanstack/react-query'
import { SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import type { Category } from '#contracts/categories.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { Choice } from '#web/kit/field.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { browseWords } from '#web/storefront/words/browse.ts'
import { type CatalogueFilter, filterOf, paramsOf } from './catalogue-filter.ts'
import { PriceFilter } from './price-filter.tsx'

/** Category, price, stock, kind and order. On a phone folded away until it is wanted. */
export function CatalogueFilters({
  filter,
  choose,
}: {
  readonly filter: CatalogueFilter
  readonly choose: (filter: CatalogueFilter) => void
}) {
  const say = useWords(browseWords)
  const categories = useQuery(reading('catalog.listCategories', {}))
  const { q: _, ...chosen } = filter
  const count = Object.keys(chosen).length
  // What was typed and is no price yet is cleared too.
  const [cleared, setCleared] = useState(0)
  // Folded by nothing but its own press: not by the last filter that goes.
  const [isOpen, setIsOpen] = useState(count > 0)

  /** By way of the address, so that only what makes sense is taken. */
  function set(changed: Readonly<Record<string, string>>): void {
    const params = paramsOf(filter)
    for (const [name, value] of Object.entries(changed)) params.set(name, value)
    choose(filterOf(params))
  }
  const field = (name: keyof CatalogueFilter, otherwise = '') => ({
    value: String(filter[name] ?? otherwise),
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  })

  return (
    <details
      className="rounded-12 border border-line bg-surface"
      open={isOpen}
      onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}
    >
      <summary className="flex min-h-11 list-none items-center gap-2 px-4 font-medium [&::-webkit-details-marker]:hidden">
        <SlidersHorizontal aria-hidden className="size-5" />
        {say('filters')}
        {count > 0 && <span className="text-seal">{count}</span>}
      </summary>
      <div className="grid gap-4 border-t border-line p-4 sm:grid-cols-2 lg:grid-cols-3">
        <Choice label={say('categories')} {...field('category')}>
          <option value="">{say('everything')}</option>
          {asTree(categories.data?.items ?? []).map(({ category, depth }) => (
            <option key={category.categoryId} value={category.categoryId}>
              {`${'\u2003'.repeat(depth)}${category.name}`}
            </option>
          ))}
        </Choice>
        <Choice label={say('kind')} {...field('kind')}>
          <option value="">{say('kindAny')}</option>
          <option value="drop">{say('kindDrop')}</option>
          <option value="regular">{say('kindRegular')}</option>
        </Choice>
        <Choice label={say('sort')} {...field('sort', 'newest')}>
          <option value="newest">{say('sortNewest')}</option>
          <option value="price">{say('sortPrice')}</option>
          <option value="-price">{say('sortPriceDown')}</option>
          <option value="likes">{say('sortLikes')}</option>
        </Choice>
        <PriceFilter key={cleared} filter={filter} set={set} />
        {filter.kind !== 'regular' && (
          <p className="text-14 text-quiet sm:col-span-2 lg:col-span-3">{say('listPricesCount')}</p>
        )}
        <label className="flex min-h-11 items-center gap-3 self-end">
          <input
            type="checkbox"
            className="size-5 accent-seal"
            checked={filter.inStock === true}
            onChange={event => set({ inStock: String(event.target.checked) })}
          />
          {say('inStock')}
        </label>
        {count > 0 && (
          <Button
            look="quiet"
            onClick={() => {
              setCleared(cleared + 1)
              choose(filter.q === undefined ? {} : { q: filter.q })
            }}
          >
            {say('clear')}
          </Button>
        )}
      </div>
    </details>
  )
}

type Placed = { readonly category: Category; readonly depth: number }

/** Each below its parent, as deep as it is. */
function asTree(all: readonly Category[], parentId: string | null = null, depth = 0): Placed[] {
  return all
    .filter(category => category.parentId === parentId)
    .flatMap(category => [{ category, depth }, ...asTree(all, category.categoryId, depth + 1)])
}
