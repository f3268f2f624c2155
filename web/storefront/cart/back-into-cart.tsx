import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Order } from '#contracts/orders.ts'
import { ask, reading } from '#web/kit/ask-shop.ts'
import { Button, ButtonLink } from '#web/kit/button.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { isRefusal, type Refusal } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import { RefusalNotice } from '#web/storefront/account/refusal-notice.tsx'
import { goodsName } from '#web/storefront/parts/goods-name.ts'
import { endOrdering } from './cart-key.ts'
import { putBack } from './put-back.ts'
import { cartWords } from './words/cart-words.ts'

/** For an order of the regular sale that came to nothing: one press has its lines in the cart again. */
export function BackIntoCart({ order: { lines } }: { readonly order: Order }) {
  const say = useWords(cartWords)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [isBusy, setIsBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [missed, setMissed] = useState<Order['lines']>([])

  async function press(): Promise<void> {
    setIsBusy(true)
    setRefusal(null)
    // This order is over, whether or not its answer came: what is in the cart is another one.
    endOrdering()
    const cart = await ask('orders.readCart', {})
    const came = isRefusal(cart)
      ? { outcome: 'refused' as const, refusal: cart }
      : await putBack({ cart, put: line => ask('orders.putCartItem', line) }, lines)
    await queries.invalidateQueries(reading('orders.readCart', {}))
    setIsBusy(false)
    if (came.outcome === 'refused') setRefusal(came.refusal)
    else if (came.missed.length > 0) setMissed([...came.missed])
    else navigate('/cart')
  }

  if (missed.length > 0) {
    return (
      <>
        <Notice>{say('notBack', { titles: missed.map(goodsName).join(', ') })}</Notice>
        <ButtonLink to="/cart">{say('toCart')}</ButtonLink>
      </>
    )
  }
  return (
    <>
      <RefusalNotice refusal={refusal} />
      <Button isWide isBusy={isBusy} onClick={() => void press()}>
        {say('backIntoCart')}
      </Button>
    </>
  )
}
