import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Cart } from '#contracts/cart.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { isRefusal, type Refusal } from '#web/kit/refusal.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { RefusalNotice } from '#web/storefront/account/refusal-notice.tsx'
import { TextLink } from '#web/storefront/account/text-link.tsx'
import { checkoutWords } from '#web/storefront/checkout/words/checkout-words.ts'
import { Panel } from '#web/storefront/parts/panel.tsx'
import { cartOrdering } from './cart-key.ts'
import { CartLine } from './cart-line.tsx'
import { orderOnce } from './order-once.ts'
import { cartWords } from './words/cart-words.ts'

/** The lines with what is wrong with them, their sum, and the order that is made of them. */
export function CartContents({ cart }: { readonly cart: Cart }) {
  const say = useWords(cartWords)
  const verify = useWords(checkoutWords)
  const { money } = useFormat()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const isMixed = cart.totals.length > 1
  const isBlocked = isMixed || cart.items.some(item => item.problem !== undefined)
  const note = isMixed ? 'oneCurrency' : isBlocked ? 'blocked' : 'totalNote'
  const readAgain = () => queries.invalidateQueries(reading('orders.readCart', {}))

  async function order() {
    setIsBusy(true)
    setRefusal(null)
    const asked = { fromCart: true, seenTotal: cart.total } as const
    const answer = await orderOnce(cartOrdering(cart.items), asked)
    setIsBusy(false)
    if (isRefusal(answer)) {
      setRefusal(answer)
      return void readAgain()
    }
    navigate(`/checkout/${answer.orderId}`)
    void readAgain()
  }

  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-28">{say('title')}</h1>
      <div className="grid items-start gap-4 md:grid-cols-[1fr_20rem] md:gap-6">
        <ul className="flex min-w-0 flex-col divide-y divide-line rounded-12 border border-line bg-surface px-4 md:px-6">
          {cart.items.map(item => (
            <li key={item.skuId} className="py-4">
              <CartLine item={item} />
            </li>
          ))}
        </ul>
        <Panel
          title={say('total')}
          aside={(isMixed ? cart.totals : [cart.total]).map(total => (
            <p key={total.currency} className="text-28 font-bold">
              {money(total)}
            </p>
          ))}
        >
          <p className="text-14 text-quiet">{say(note)}</p>
          <RefusalNotice refusal={refusal} />
          {refusal?.refused === 'email_unverified' && (
            <p>
              <TextLink to="/verify?next=/cart">{verify('verifyNow')}</TextLink>
            </p>
          )}
          <Button
            look="seal"
            isWide
            isBusy={isBusy}
            disabled={isBlocked}
            onClick={() => void order()}
          >
            {say('order')}
          </Button>
        </Panel>
      </div>
    </div>
  )
}
