import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Product } from '#contracts/catalog.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Button, ButtonLink } from '#web/kit/button.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { isRefusal, type Refusal } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import { RefusalNotice } from '#web/storefront/account/refusal-notice.tsx'
import { orderOnce } from '#web/storefront/cart/order-once.ts'
import { usePutMore } from '#web/storefront/cart/use-put-more.ts'
import { productWords } from '#web/storefront/words/product.ts'
import type { Sku } from './sku-choice.ts'
import { useMemberPress } from './use-member-press.ts'

const MOST = 10

type Outcome =
  | { readonly is: 'none' | 'asking' | 'added' }
  | { readonly is: 'refused'; readonly refusal: Refusal }

/** How many, into the cart or at once to the checkout. */
export function BuyButtons({
  product: { productId, price },
  sku: { skuId, available },
}: {
  readonly product: Pick<Product, 'productId' | 'price'>
  readonly sku: Sku
}) {
  const say = useWords(productWords)
  const pressAsMember = useMemberPress()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const putMore = usePutMore(skuId)
  const most = Math.min(MOST, available)
  const [wanted, setWanted] = useState(1)
  const quantity = Math.min(wanted, most)
  const [outcome, setOutcome] = useState<Outcome>({ is: 'none' })

  async function addToCart(): Promise<void> {
    setOutcome({ is: 'asking' })
    const answer = await putMore(quantity)
    if (isRefusal(answer)) return setOutcome({ is: 'refused', refusal: answer })
    setOutcome({ is: 'added' })
  }

  async function buyNow(): Promise<void> {
    setOutcome({ is: 'asking' })
    const asked = {
      items: [{ skuId, quantity }],
      seenTotal: { ...price, amountMinor: price.amountMinor * quantity },
    }
    const answer = await orderOnce(`buy:${skuId}:${quantity}`, asked)
    if (isRefusal(answer)) {
      setOutcome({ is: 'refused', refusal: answer })
      return queries.invalidateQueries(reading('catalog.readProduct', { productId }))
    }
    navigate(`/checkout/${answer.orderId}`)
  }

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
        <Button
          look="seal"
          isWide
          className="min-h-14"
          isBusy={isBusy}
          onClick={() => pressAsMember(addToCart)}
        >
          {say('addToCart')}
        </Button>
      </div>
      <Button isWide isBusy={isBusy} onClick={() => pressAsMember(buyNow)}>
        {say('buyNow')}
      </Button>
      <Told outcome={outcome} />
    </div>
  )
}

function Told({ outcome }: { readonly outcome: Outcome }) {
  const say = useWords(productWords)
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
  const { refusal } = outcome
  if (refusal.refused === 'sold_out') return <Notice look="wrong">{say('justSold')}</Notice>
  return <RefusalNotice refusal={refusal} />
}
