import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { given } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Page } from '#web/kit/page.tsx'
import { codeOf } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import { TroublePage } from '#web/storefront/trouble-page.tsx'
import { browseWords } from '#web/storefront/words/browse.ts'
import { type CatalogueFilter, filterOf, paramsOf } from './catalogue-filter.ts'
import { CatalogueFilters } from './catalogue-filters.tsx'
import { CatalogueSearch } from './catalogue-search.tsx'
import { GridSkeleton, ProductGrid } from './product-grid.tsx'

const PAGE = 24

/** The catalogue: searched as one types, filtered and sorted; its address says what it shows. */
export function ProductsPage() {
  const say = useWords(browseWords)
  const [params, setParams] = useSearchParams()
  const filter = filterOf(params)
  const choose = (chosen: CatalogueFilter) => setParams(paramsOf(chosen), { replace: true })
  const list = useInfiniteQuery({
    queryKey: ['catalog.listProducts', filter, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      given(
        'catalog.listProducts',
        { ...filter, limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
    placeholderData: keepPreviousData,
  })
  if (list.isError && list.data === undefined) {
    return <TroublePage code={codeOf(list.error)} retry={() => list.refetch()} />
  }
  const products = list.data?.pages.flatMap(page => page.items)
  return (
    <Page title={say('products')}>
      <h1 className="text-28">{say('products')}</h1>
      <div className="mt-4 flex flex-col gap-4">
        <CatalogueSearch value={filter.q ?? ''} search={q => choose(withWord(filter, q))} />
        <CatalogueFilters filter={filter} choose={choose} />
      </div>
      <p role="status" className="mt-6 text-14 text-quiet">
        {products === undefined
          ? ''
          : say(list.hasNextPage ? 'shownMore' : 'shown', { count: products.length })}
      </p>
      <h2 className="sr-only">{say('results')}</h2>
      {products === undefined && <GridSkeleton />}
      {products?.length === 0 && (
        <EmptyState
          title={say('nothing')}
          action={<Button onClick={() => choose({})}>{say('clear')}</Button>}
        >
          {say('nothingText')}
        </EmptyState>
      )}
      {products !== undefined && products.length > 0 && <ProductGrid products={products} />}
      {list.hasNextPage && (
        <div className="mt-8 flex justify-center">
          <Button isBusy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            {say('more')}
          </Button>
        </div>
      )}
    </Page>
  )
}

function withWord({ q: _, ...filter }: CatalogueFilter, q: string): CatalogueFilter {
  return q === '' ? filter : { q, ...filter }
}
