import type { Order } from '#contracts/orders.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { BackIntoCart } from '#web/storefront/cart/back-into-cart.tsx'
import type { LostMoney } from './checkout-scene.ts'
import { checkoutWords } from './words/checkout-words.ts'

/** The order came to nothing: what became of the money, and where to go. */
export function LostPanel({
  order,
  money: lost,
}: {
  readonly order: Order
  readonly money: LostMoney
}) {
  const say = useWords(checkoutWords)
  const { money } = useFormat()
  const isPaidBack = lost.is === 'refunding' || lost.is === 'refunded'
  return (
    <EmptyState
      isPage
      title={say(titleOfLost(order, lost))}
      action={
        <>
          {order.dropId === undefined ? (
            <BackIntoCart order={order} />
          ) : (
            <ButtonLink to={`/drops/${order.dropId}`}>{say('goBack')}</ButtonLink>
          )}
          {isPaidBack && (
            <ButtonLink to={`/orders/${order.orderId}`} look="quiet">
              {say('toOrder')}
            </ButtonLink>
          )}
        </>
      }
    >
      {isPaidBack && say(lost.is, { total: money(lost.amount) })}
      {lost.is === 'notCharged' && say('notCharged')}
    </EmptyState>
  )
}

export function titleOfLost({ state }: Pick<Order, 'state'>, { is }: LostMoney) {
  if (state !== 'cancelled') return 'expired'
  return is === 'notCharged' ? 'youLetGo' : 'cancelled'
}
