import { useInfiniteQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { Link } from 'react-router'
import type { Order } from '#contracts/orders.ts'
import { given } from '#web/kit/ask-shop.ts'
import { Button, ButtonLink } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { AccountPage } from '#web/storefront/account/account-page.tsx'
import { goodsName } from '#web/storefront/parts/goods-name.ts'
import { LinePicture } from '#web/storefront/parts/line-picture.tsx'
import { LoadFailure } from '#web/storefront/parts/load-failure.tsx'
import { OrderStateMark } from './order-state-mark.tsx'
import { orderWords } from './words/order-words.ts'

/** The member's orders, the newest first. */
export function OrdersPage() {
  const say = useWords(orderWords)
  return (
    <AccountPage title={say('title')}>
      <Orders />
    </AccountPage>
  )
}

function Orders() {
  const say = useWords(orderWords)
  const orders = useInfiniteQuery({
    queryKey: ['orders.listOrders'],
    queryFn: ({ pageParam, signal }) =>
      given('orders.listOrders', pageParam === null ? {} : { cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
  if (orders.data === undefined) {
    return orders.error === null ? (
      <Skeleton className="h-48 w-full" />
    ) : (
      <LoadFailure error={orders.error} retry={orders.refetch} isPart />
    )
  }
  const all = orders.data.pages.flatMap(({ items }) => items)
  if (all.length === 0) {
    return (
      <EmptyState title={say('empty')} action={<ButtonLink to="/">{say('toShop')}</ButtonLink>}>
        {say('emptyText')}
      </EmptyState>
    )
  }
  return (
    <div className="flex flex-col gap-4">
      <ul className="flex flex-col gap-3">
        {all.map(order => (
          <li key={order.orderId}>
            <OrderCard order={order} />
          </li>
        ))}
      </ul>
      {orders.hasNextPage && (
        <Button isBusy={orders.isFetchingNextPage} onClick={() => void orders.fetchNextPage()}>
          {say('more')}
        </Button>
      )}
    </div>
  )
}

function OrderCard({ order }: { readonly order: Order }) {
  const say = useWords(orderWords)
  const { money, date } = useFormat()
  const [first, ...others] = order.lines
  const title = first === undefined ? '' : goodsName(first)
  return (
    <Link
      to={`/orders/${order.orderId}`}
      className="flex items-center gap-4 rounded-12 border border-line bg-surface p-4 hover:border-edge"
    >
      {first !== undefined && <LinePicture productId={first.productId} />}
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="font-medium">
          {others.length === 0 ? title : say('andOthers', { title, count: others.length })}
        </p>
        <p className="text-14 text-quiet">
          {[
            say('placedAt', { date: date(order.placedAtMs) }),
            ...(order.position === undefined ? [] : [say('number', { position: order.position })]),
          ].join(' · ')}
        </p>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <OrderStateMark state={order.state} />
          <span className="font-medium">{money(order.total)}</span>
        </p>
      </div>
      <ChevronRight aria-hidden className="size-5 shrink-0 text-quiet" />
    </Link>
  )
}
