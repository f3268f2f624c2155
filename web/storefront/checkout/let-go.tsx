import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Order } from '#contracts/orders.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { Dialog } from '#web/kit/dialog.tsx'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { RefusalNotice } from '#web/storefront/account/refusal-notice.tsx'
import { checkoutWords } from './words/checkout-words.ts'

/** Gives the held units back before their time: the next in line has them at once. */
export function LetGo({
  order: { orderId },
  isDisabled,
}: {
  readonly order: Order
  readonly isDisabled: boolean
}) {
  const say = useWords(checkoutWords)
  const queries = useQueryClient()
  const [isAsked, setIsAsked] = useState(false)
  const cancel = useAction('orders.cancelOrder', {
    done: order => queries.setQueryData(reading('orders.readOrder', { orderId }).queryKey, order),
  })
  return (
    <>
      <Button look="quiet" isWide disabled={isDisabled} onClick={() => setIsAsked(true)}>
        {say('letGo')}
      </Button>
      <Dialog title={say('letGoTitle')} isOpen={isAsked} close={() => setIsAsked(false)}>
        <p>{say('letGoText')}</p>
        <RefusalNotice refusal={cancel.error?.refusal ?? null} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => setIsAsked(false)}>{say('keepIt')}</Button>
          <Button look="wrong" isBusy={cancel.isPending} onClick={() => cancel.mutate({ orderId })}>
            {say('letGo')}
          </Button>
        </div>
      </Dialog>
    </>
  )
}
