import { useParams } from 'react-router'
import { ButtonLink } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { NeedsMember } from '#web/kit/needs-member.tsx'
import { Page } from '#web/kit/page.tsx'
import { codeOf } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import { useOrder } from '#web/storefront/orders/use-order.ts'
import { LoadFailure } from '#web/storefront/parts/load-failure.tsx'
import { LoadingPanels } from '#web/storefront/parts/loading-panels.tsx'
import { CheckoutByState } from './checkout-by-state.tsx'
import { checkoutWords } from './words/checkout-words.ts'

/** Paying for an order, on one page: what, where to, how, and the time that is left. */
export function CheckoutPage() {
  const say = useWords(checkoutWords)
  return (
    <Page title={say('title')}>
      <NeedsMember>
        <Checkout />
      </NeedsMember>
    </Page>
  )
}

function Checkout() {
  const say = useWords(checkoutWords)
  const { orderId = '' } = useParams()
  const { data: order, error, refetch } = useOrder(orderId).order
  if (order !== undefined) return <CheckoutByState order={order} />
  if (error === null) return <LoadingPanels title={say('title')} />
  if (codeOf(error) !== 'not_found') return <LoadFailure error={error} retry={refetch} />
  return (
    <EmptyState
      isPage
      title={say('notFound')}
      action={<ButtonLink to="/orders">{say('toOrders')}</ButtonLink>}
    >
      {say('notFoundText')}
    </EmptyState>
  )
}
