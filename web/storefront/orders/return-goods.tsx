import { useState } from 'react'
import type { Order } from '#contracts/orders.ts'
import { Button } from '#web/kit/button.tsx'
import { Dialog } from '#web/kit/dialog.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { moneyLeft } from './money-left.ts'
import { ReturnForm } from './return-form.tsx'
import { returnableLines } from './returnable-lines.ts'
import { orderWords } from './words/order-words.ts'

/** Where goods have arrived and not all went back. */
export function ReturnGoods({ order }: { readonly order: Order }) {
  const say = useWords(orderWords)
  const { money } = useFormat()
  const [isAsked, setIsAsked] = useState(false)
  function whatFollows(): string {
    const { refunded } = order
    const left = moneyLeft(order)
    if (refunded.amountMinor === 0) return say('returnText')
    if (left.amountMinor === 0) return say('returnTextNothing')
    return say('returnTextLeft', { refunded: money(refunded), left: money(left) })
  }

  if (order.state !== 'delivered' || returnableLines(order).length === 0) return null
  return (
    <>
      <Button isWide onClick={() => setIsAsked(true)}>
        {say('askReturn')}
      </Button>
      <Dialog title={say('returnTitle')} isOpen={isAsked} close={() => setIsAsked(false)}>
        <p className="text-quiet">{whatFollows()}</p>
        <ReturnForm order={order} done={() => setIsAsked(false)} />
      </Dialog>
    </>
  )
}
