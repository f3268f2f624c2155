import { useQuery } from '@tanstack/react-query'
import type { Order } from '#contracts/orders.ts'
import type { Payment } from '#contracts/payments.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { isClockKnown } from '#web/kit/server-clock.ts'
import { Teller } from '#web/kit/teller.tsx'
import { useServerNow } from '#web/kit/use-server-now.ts'
import { useWords } from '#web/kit/use-words.ts'
import { CheckoutForm } from './checkout-form.tsx'
import { PaidPanel } from './paid-panel.tsx'
import { PendingPanel } from './pending-panel.tsx'
import { useDeclinedAttempts } from './use-declined-attempts.ts'
import { useEndedHold } from './use-ended-hold.ts'
import { useReturnForgotten } from './use-provider-return.ts'
import { checkoutWords } from './words/checkout-words.ts'

/** While the bank has not answered it is asked for again: the order's stream tells of captures only. */
const PENDING_EVERY_MS = 3_000

const none: readonly Payment[] = []

/** What the checkout shows depends on where the order and its payments are; so it survives a reload. */
export function CheckoutByState({ order }: { readonly order: Order }) {
  const say = useWords(checkoutWords)
  const { orderId, state, expiresAtMs = 0 } = order
  const nowMs = useServerNow(expiresAtMs)
  const { data: payments } = useQuery({
    ...reading('payments.listPayments', { orderId }),
    refetchInterval: ({ state: { data } }) =>
      data?.items.some(payment => payment.state === 'confirming') ? PENDING_EVERY_MS : false,
  })
  useDeclinedAttempts(payments?.items ?? none)
  const isPending = payments?.items.some(payment => payment.state === 'confirming') ?? false
  const isCaptured = payments?.items.some(payment => payment.state === 'captured') ?? false
  const isLost =
    state === 'cancelled' || state === 'expired' || isOver(order, nowMs, isPending, isCaptured)
  const isPaid = state !== 'awaiting_payment' || isCaptured
  useEndedHold(order, isLost || isPaid)

  const is = isLost ? 'lost' : isPaid ? 'paid' : isPending ? 'pending' : 'due'
  useReturnForgotten(is !== 'due')
  const isCancelled = state === 'cancelled'
  const titles = {
    lost: isCancelled ? 'cancelled' : 'expired',
    paid: 'paid',
    pending: 'pending',
  } as const
  return (
    <>
      <Teller sentence={is === 'due' ? '' : say(titles[is])} heading="h1" />
      {is === 'lost' && (
        <EmptyState
          isPage
          title={say(titles.lost)}
          action={<ButtonLink to={backTo(order)}>{say('goBack')}</ButtonLink>}
        >
          {isCancelled ? say('cancelledText') : say('expiredText')}
        </EmptyState>
      )}
      {is === 'paid' && <PaidPanel order={order} />}
      {is === 'pending' && <PendingPanel order={order} />}
      {is === 'due' && <CheckoutForm order={order} payments={payments?.items ?? []} />}
    </>
  )
}

function isOver(
  { state, expiresAtMs }: Order,
  nowMs: number,
  isPending: boolean,
  isCaptured: boolean,
): boolean {
  const isTimeOver = expiresAtMs !== undefined && isClockKnown() && nowMs >= expiresAtMs
  return state === 'awaiting_payment' && isTimeOver && !isPending && !isCaptured
}

const backTo = ({ dropId }: Order) => (dropId === undefined ? '/cart' : `/drops/${dropId}`)
