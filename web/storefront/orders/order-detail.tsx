import type { Order } from '#contracts/orders.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { orderNumber } from '#web/kit/order-number.ts'
import { Teller } from '#web/kit/teller.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { TextLink } from '#web/storefront/account/text-link.tsx'
import { BackIntoCart } from '#web/storefront/cart/back-into-cart.tsx'
import { LineList } from '#web/storefront/parts/line-list.tsx'
import { Panel } from '#web/storefront/parts/panel.tsx'
import { CancelOrder } from './cancel-order.tsx'
import { GoodsReturned } from './goods-returned.tsx'
import { OrderDelivery } from './order-delivery.tsx'
import { OrderHistory } from './order-history.tsx'
import { OrderHold } from './order-hold.tsx'
import { OrderMoney } from './order-money.tsx'
import { OrderStateMark } from './order-state-mark.tsx'
import { OrderSteps } from './order-steps.tsx'
import { ReturnGoods } from './return-goods.tsx'
import { wordOfReturn } from './word-of-return.ts'
import { orderWords } from './words/order-words.ts'

/** All of an order: where it is, what it is, where it goes, what it cost, how it went. */
export function OrderDetail({
  order,
  isLost,
}: {
  readonly order: Order
  /** It is not followed at the moment. */
  readonly isLost: boolean
}) {
  const say = useWords(orderWords)
  const { money, date } = useFormat()
  const { orderId, reservationId, state, position, placedAtMs } = order
  const isToBeOrderedAnew =
    order.dropId === undefined && (state === 'expired' || state === 'cancelled')
  const lastReturn = order.returns.at(-1)
  const wordsOfState = [
    say(state),
    ...(lastReturn === undefined ? [] : [say(wordOfReturn(lastReturn, order))]),
  ].join('. ')
  return (
    <div className="flex flex-col gap-4">
      <p className="text-14">
        <TextLink to="/orders">{say('title')}</TextLink>
      </p>
      <Teller sentence={wordsOfState} heading="h1" />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-28">
          {position === undefined
            ? say('orderTitle')
            : `${say('orderTitle')} · ${say('number', { position })}`}
        </h1>
        <OrderStateMark state={state} />
      </div>
      <p className="text-quiet">
        {say('placedAt', { date: date(placedAtMs) })} ·{' '}
        <span className="whitespace-nowrap">
          {say('orderNumber', { number: orderNumber(orderId) })}
        </span>
      </p>
      <p role="status" className="text-14 text-short empty:hidden">
        {isLost ? say('lost') : null}
      </p>
      <OrderSteps order={order} />
      <div className="grid items-start gap-4 md:grid-cols-[1fr_20rem] md:gap-6">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={say('lines')}>
            <LineList lines={order.lines} />
            <p className="flex justify-between border-t border-line pt-4 font-semibold">
              <span>{say('total')}</span>
              <span>{money(order.total)}</span>
            </p>
          </Panel>
          <OrderDelivery order={order} />
          <GoodsReturned order={order} />
        </div>
        <div className="flex flex-col gap-4">
          {state === 'awaiting_payment' && <OrderHold order={order} />}
          {isToBeOrderedAnew && <BackIntoCart order={order} />}
          {position !== undefined && (
            <ButtonLink to={`/receipts/${reservationId}`} isWide>
              {say('toReceipt')}
            </ButtonLink>
          )}
          <ReturnGoods order={order} />
          <OrderMoney order={order} />
          <OrderHistory order={order} />
          <CancelOrder order={order} />
        </div>
      </div>
    </div>
  )
}
