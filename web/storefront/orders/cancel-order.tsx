import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Order } from '#contracts/orders.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { Dialog } from '#web/kit/dialog.tsx'
import { useAction } from '#web/kit/use-action.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { RefusalNotice } from '#web/storefront/account/refusal-notice.tsx'
import { moneyLeft, wordOfCancelling } from './money-left.ts'
import { orderWords } from './words/order-words.ts'

/** Until it is shipped. Says what will happen before it does. */
export function CancelOrder({ order }: { readonly order: Order }) {
  const say = useWords(orderWords)
  const { money } = useFormat()
  const queries = useQueryClient()
  const [isAsked, setIsAsked] = useState(false)
  const { orderId, state, refunded } = order
  const cancel = useAction('orders.cancelOrder', {
    done(cancelled) {
      queries.setQueryData(reading('orders.readOrder', { orderId }).queryKey, cancelled)
      setIsAsked(false)
    },
  })
  if (state !== 'awaiting_payment' && state !== 'paid') return null
  return (
    <>
      <Button look="quiet" onClick={() => setIsAsked(true)}>
        {say('cancelOrder')}
      </Button>
      <Dialog title={say('cancelTitle')} isOpen={isAsked} close={() => setIsAsked(false)}>
        <p>
          {say(wordOfCancelling(order), {
            refunded: money(refunded),
            left: money(moneyLeft(order)),
          })}
        </p>
        <RefusalNotice refusal={cancel.error?.refusal ?? null} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => setIsAsked(false)}>{say('keepOrder')}</Button>
          <Button look="wrong" isBusy={cancel.isPending} onClick={() => cancel.mutate({ orderId })}>
            {say('cancelOrder')}
          </Button>
        </div>
      </Dialog>
    </>
  )
}
