import { useQuery } from '@tanstack/react-query'
import { reading } from '#web/kit/ask-shop.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { NeedsMember } from '#web/kit/needs-member.tsx'
import { Page } from '#web/kit/page.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { LoadFailure } from '#web/storefront/parts/load-failure.tsx'
import { LoadingPanels } from '#web/storefront/parts/loading-panels.tsx'
import { CartContents } from './cart-contents.tsx'
import { useLostOrder } from './use-lost-order.ts'
import { cartWords } from './words/cart-words.ts'

/** What one is about to order, at present prices. */
export function CartPage() {
  const say = useWords(cartWords)
  return (
    <Page title={say('title')}>
      <NeedsMember>
        <CartOfMember />
      </NeedsMember>
    </Page>
  )
}

function CartOfMember() {
  const say = useWords(cartWords)
  const { data: cart, error, refetch } = useQuery(reading('orders.readCart', {}))
  const lost = useLostOrder(cart)
  if (cart === undefined) return <NotYet error={error} retry={refetch} />
  if (cart.items.length > 0) return <CartContents cart={cart} />
  if (lost.isOut) return <NotYet error={lost.error} retry={lost.refetch} />
  return (
    <EmptyState
      isPage
      title={say('empty')}
      action={<ButtonLink to="/products">{say('toProducts')}</ButtonLink>}
    >
      {say('emptyText')}
    </EmptyState>
  )
}

function NotYet({ error, retry }: { readonly error: unknown; readonly retry: () => unknown }) {
  const say = useWords(cartWords)
  if (error === null) return <LoadingPanels title={say('title')} />
  return <LoadFailure error={error} retry={retry} />
}
