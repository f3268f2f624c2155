import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { reading } from '#web/kit/ask-shop.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { NeedsMember } from '#web/kit/needs-member.tsx'
import { Page } from '#web/kit/page.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { LoadFailure } from '#web/storefront/parts/load-failure.tsx'
import { LoadingPanels } from '#web/storefront/parts/loading-panels.tsx'
import { CartContents } from './cart-contents.tsx'
import { endCartKey } from './cart-key.ts'
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
  const isEmpty = cart?.items.length === 0
  useEffect(() => {
    // It was ordered, whether or not the answer came: what is put in now is another order.
    if (isEmpty) endCartKey()
  }, [isEmpty])
  if (cart === undefined) {
    return error === null ? (
      <LoadingPanels title={say('title')} />
    ) : (
      <LoadFailure error={error} retry={refetch} />
    )
  }
  if (!isEmpty) return <CartContents cart={cart} />
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
