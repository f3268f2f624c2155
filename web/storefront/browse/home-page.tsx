import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Product } from '#contracts/catalog.ts'
import type { Drop } from '#contracts/drops.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Page } from '#web/kit/page.tsx'
import { codeOf } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import { TroublePage } from '#web/storefront/trouble-page.tsx'
import { browseWords } from '#web/storefront/words/browse.ts'
import { DropCard } from './drop-card.tsx'
import { dropsToShow } from './drops-to-show.ts'
import { FirstDrop, FirstDropSkeleton } from './first-drop.tsx'
import { GridSkeleton, ProductGrid } from './product-grid.tsx'

const OPEN_EVERY_MS = 5_000
const UPCOMING_EVERY_MS = 30_000
/** Beside the first; the rest where somebody wants to see it, as many as one page of a list holds. */
const SHOWN = 6
const MOST = 100

/** What is open, what opens next, and what can be had any time. */
export function HomePage() {
  const say = useWords(browseWords)
  const [isMoreWanted, setMoreWanted] = useState(false)
  const limit = isMoreWanted ? { limit: MOST } : {}
  const open = useQuery({
    ...reading('stock.listDrops', { state: 'open', ...limit }),
    refetchInterval: OPEN_EVERY_MS,
    placeholderData: keepPreviousData,
  })
  const upcoming = useQuery({
    ...reading('stock.listDrops', { state: 'upcoming', ...limit }),
    refetchInterval: UPCOMING_EVERY_MS,
    placeholderData: keepPreviousData,
  })
  const inDrops = useQuery(reading('catalog.listProducts', { kind: 'drop', limit: 100 }))
  const products = useQuery(reading('catalog.listProducts', { kind: 'regular', limit: 8 }))

  const error = open.error ?? products.error
  if (error !== null && open.data === undefined) {
    return <TroublePage code={codeOf(error)} retry={() => open.refetch()} />
  }
  const known = open.data !== undefined && upcoming.data !== undefined
  const [first, ...others] = dropsToShow(open.data?.items ?? [], upcoming.data?.items ?? [])
  const imageOf = ({ productId }: Drop) => imageIn(inDrops.data?.items, productId)
  return (
    <Page title={say('home')}>
      <h1 className="sr-only">{say('home')}</h1>
      {!known && <FirstDropSkeleton />}
      {known && first === undefined && (
        <EmptyState title={say('noDrops')}>{say('noDropsText')}</EmptyState>
      )}
      {known && first !== undefined && <FirstDrop drop={first} image={imageOf(first)} />}
      {others.length > 0 && (
        <section className="mt-12">
          <h2 className="text-20">{say('laterDrops')}</h2>
          <ul className="mt-4 grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {others.slice(0, isMoreWanted ? undefined : SHOWN).map(drop => (
              <DropCard key={drop.dropId} drop={drop} image={imageOf(drop)} />
            ))}
          </ul>
          {!isMoreWanted && others.length > SHOWN && (
            <div className="mt-6 flex justify-center">
              <Button onClick={() => setMoreWanted(true)}>{say('more')}</Button>
            </div>
          )}
        </section>
      )}
      <section className="mt-12" hidden={products.data?.items.length === 0}>
        <div className="flex items-baseline justify-between">
          <h2 className="text-20">{say('anyTime')}</h2>
          <Link to="/products" className="underline underline-offset-4">
            {say('allProducts')}
          </Link>
        </div>
        {products.data === undefined ? (
          <GridSkeleton />
        ) : (
          <ProductGrid products={products.data.items} />
        )}
      </section>
    </Page>
  )
}

const imageIn = (products: readonly Product[] | undefined, id: string): string | undefined =>
  products?.find(({ productId }) => productId === id)?.images[0]
