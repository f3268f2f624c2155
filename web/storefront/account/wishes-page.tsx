import { useInfiniteQuery } from '@tanstack/react-query'
import { given } from '#web/kit/ask-shop.ts'
import { Button, ButtonLink } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { AccountPage } from './account-page.tsx'
import { PartFailure } from './part-failure.tsx'
import { WishCard } from './wish-card.tsx'
import { accountWords } from './words/account-words.ts'

/** What the member wishes for, at present prices. */
export function WishesPage() {
  const say = useWords(accountWords)
  return (
    <AccountPage title={say('wishes')} lead={say('wishesLead')}>
      <Wishes />
    </AccountPage>
  )
}

function Wishes() {
  const say = useWords(accountWords)
  const wishes = useInfiniteQuery({
    queryKey: ['catalog.listWishes'],
    queryFn: ({ pageParam, signal }) =>
      given('catalog.listWishes', pageParam === null ? {} : { cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
  if (wishes.data === undefined) {
    return wishes.error === null ? (
      <Skeleton className="h-48 w-full" />
    ) : (
      <PartFailure error={wishes.error} retry={wishes.refetch} />
    )
  }
  const all = wishes.data.pages.flatMap(({ items }) => items)
  if (all.length === 0) {
    return (
      <EmptyState
        title={say('noWishes')}
        action={<ButtonLink to="/products">{say('toProducts')}</ButtonLink>}
      >
        {say('noWishesText')}
      </EmptyState>
    )
  }
  return (
    <div className="flex flex-col gap-4">
      <ul className="flex flex-col divide-y divide-line rounded-12 border border-line bg-surface px-4 md:px-6">
        {all.map(wish => (
          <li key={wish.skuId} className="py-4">
            <WishCard wish={wish} />
          </li>
        ))}
      </ul>
      {wishes.hasNextPage && (
        <Button isBusy={wishes.isFetchingNextPage} onClick={() => void wishes.fetchNextPage()}>
          {say('more')}
        </Button>
      )}
    </div>
  )
}
