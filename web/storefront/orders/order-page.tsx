import { useParams } from 'react-router'
import { ButtonLink } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { NeedsMember } from '#web/kit/needs-member.tsx'
import { Page } from '#web/kit/page.tsx'
import { codeOf } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import { checkoutWords } from '#web/storefront/checkout/words/checkout-words.ts'
import { LoadFailure } from '#web/storefront/parts/load-failure.tsx'
import { LoadingPanels } from '#web/storefront/parts/loading-panels.tsx'
import { OrderDetail } from './order-detail.tsx'
import { useOrder } from './use-order.ts'
import { orderWords } from './words/order-words.ts'

/** One order, as it moves. */
export function OrderPage() {
  const say = useWords(orderWords)
  return (
    <Page title={say('orderTitle')}>
      <NeedsMember>
        <OneOrder />
      </NeedsMember>
    </Page>
  )
}

function OneOrder() {
  const say = useWords(orderWords)
  const lost = useWords(checkoutWords)
  const { orderId = '' } = useParams()
  const { order: asked, live } = useOrder(orderId)
  const { data: order, error, refetch } = asked
  if (order !== undefined) return <OrderDetail order={order} isLost={live === 'lost'} />
  if (error === null) return <LoadingPanels title={say('orderTitle')} />
  if (codeOf(error) !== 'not_found') return <LoadFailure error={error} retry={refetch} />
  return (
    <EmptyState
      isPage
      title={lost('notFound')}
      action={<ButtonLink to="/orders">{lost('toOrders')}</ButtonLink>}
    >
      {lost('notFoundText')}
    </EmptyState>
  )
}
