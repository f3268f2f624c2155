import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { askOnce } from '#web/kit/ask-once.ts'
import { ask } from '#web/kit/ask-shop.ts'
import { Button, ButtonLink } from '#web/kit/button.tsx'
import { useLoginPath } from '#web/kit/needs-member.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { isRefusal, type Refusal } from '#web/kit/refusal.ts'
import { useRefusalText } from '#web/kit/refusal-text.ts'
import { useStanding } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { productWords } from '#web/storefront/words/product.ts'
import type { Sku } from './sku-choice.ts'

const MOST = 10

type Outcome =
  | { readonly is: 'none' | 'asking' | 'added' }
  | { readonly is: 'refused'; readonly refusal: Refusal }

/** How many, into the cart or at once to the checkout. */
export function BuyButtons({ sku: { skuId, available } }: { readonly sku: Sku }) {
  const say = useWords(productWords)
  const loginPath = useLoginPath()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const isVisitor = useStanding().is === 'visitor'
  const most = Math.min(MOST, available)
  const [wanted, setWanted] = useState(1)
  const quantity = Math.min(wanted, most)
  const [outcome, setOutcome] = useState<Outcome>({ is: 'none' })

  async function addToCart(): Promise<void> {
    setOutcome({ is: 'asking' })
    const answer = await putMore(skuId, quantity)
    if (isRefusal(answer)) return setOutcome({ is: 'refused', refusal: answer })
    queries.setQueryData(['orders.readCart', {}], answer)
    setOutcome({ is: 'added' })
  }

  async function buyNow(): Promise<void> {
    setOutcome({ is: 'asking' })
    const items = [{ skuId, quantity }]
    const answer = await askOnce(`buy:${skuId}:${quantity}`, 'orders.placeOrder', { items })
    if (isRefusal(answer)) return setOutcome({ is: 'refused', refusal: answer })
    navigate(`/checkout/${answer.orderId}`)
  }

  const act = (doIt: () => Promise<void>) => () => (isVisitor ? navigate(loginPath) : void doIt())
  const isBusy = outcome.is === 'asking'
  return (
    <div className="flex flex-col gap-2">
      <div className="flex gap-2">
        <select
          aria-label={say('quantity')}
          className="min-h-14 rounded-12 border border-edge bg-surface px-4"
          value={quantity}
          onChange={event => setWanted(Number(event.target.value))}
        >
          {Array.from({ length: most }, (_, at) => at + 1).map(units => (
            <option key={units}>{units}</option>
          ))}
        </select>
        <Button look="seal" isWide className="min-h-14" isBusy={isBusy} onClick={act(addToCart)}>
          {say('addToCart')}
        </Button>
      </div>
      <Button isWide isBusy={isBusy} onClick={act(buyNow)}>
        {say('buyNow')}
      </Button>
      <Told outcome={outcome} />
    </div>
  )
}

function Told({ outcome }: { readonly outcome: Outcome }) {
  const say = useWords(productWords)
  const textOf = useRefusalText()
  if (outcome.is === 'added') {
    return (
      <Notice look="yours">
        {say('added')}{' '}
        <ButtonLink to="/cart" look="quiet">
          {say('toCart')}
        </ButtonLink>
      </Notice>
    )
  }
  if (outcome.is !== 'refused') return null
  const { refused } = outcome.refusal
  return <Notice look="wrong">{refused === 'sold_out' ? say('justSold') : textOf(refused)}</Notice>
}

/** The cart takes what shall lie in it, so what lies in it already is added. */
async function putMore(skuId: string, quantity: number) {
  const cart = await ask('orders.readCart', {})
  if (isRefusal(cart)) return cart
  const there = cart.items.find(item => item.skuId === skuId)?.quantity ?? 0
  return ask('orders.putCartItem', { skuId, quantity: there + quantity })
}
