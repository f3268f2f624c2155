import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Cart } from '#contracts/cart.ts'
import type { Wish } from '#contracts/likes-and-wishes.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { isRefusal, Refused } from '#web/kit/refusal.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { usePutMore } from '#web/storefront/cart/use-put-more.ts'
import { chosenOptions } from '#web/storefront/parts/chosen-options.ts'
import { goodsName } from '#web/storefront/parts/goods-name.ts'
import { GoodsRow } from '#web/storefront/parts/goods-row.tsx'
import { QuantityStepper } from './quantity-stepper.tsx'
import { RefusalNotice } from './refusal-notice.tsx'
import { TextLink } from './text-link.tsx'
import { accountWords } from './words/account-words.ts'

const MOST = 1_000

/** One thing that is wished for: into the cart where it can be had, a mail where it cannot. */
export function WishCard({ wish }: { readonly wish: Wish }) {
  const say = useWords(accountWords)
  const { money } = useFormat()
  const queries = useQueryClient()
  const { skuId, productId, title, options, price, quantity, available, problem } = wish
  const name = goodsName(wish)
  const isGone = problem === 'gone'
  function readAgain(): void {
    void queries.invalidateQueries({ queryKey: ['catalog.listWishes'] })
    void queries.invalidateQueries(reading('catalog.readProduct', { productId }))
  }
  const remove = useAction('catalog.removeWish', { done: readAgain })
  const change = useAction('catalog.putWish', { done: readAgain })
  const shown = change.isPending ? change.variables.quantity : quantity
  return (
    <GoodsRow
      productId={productId}
      title={title}
      notes={[
        chosenOptions(options),
        isGone ? '' : available > 0 ? say('inStock', { count: available }) : say('soldOut'),
      ]}
      price={money(price)}
      isGone={isGone}
    >
      {isGone && <p className="text-14 text-wrong">{say('gone')}</p>}
      <RefusalNotice refusal={remove.error?.refusal ?? change.error?.refusal ?? null} />
      <div className="flex flex-wrap items-center gap-2">
        {!isGone && (
          <>
            <QuantityStepper
              title={name}
              quantity={shown}
              most={MOST}
              change={wanted => change.mutate({ skuId, quantity: wanted })}
            />
            {available > 0 ? <IntoCart wish={wish} /> : <TellWhenBack skuId={skuId} />}
          </>
        )}
        <Button
          look="quiet"
          aria-label={say('removeNamed', { title: name })}
          isBusy={remove.isPending}
          onClick={() => remove.mutate({ skuId })}
        >
          {say('remove')}
        </Button>
      </div>
    </GoodsRow>
  )
}

function IntoCart({ wish: { skuId, productId, quantity } }: { readonly wish: Wish }): ReactNode {
  const say = useWords(accountWords)
  const putMore = usePutMore(skuId)
  const put = useMutation<Cart, Refused>({
    async mutationFn() {
      const cart = await putMore(quantity)
      if (isRefusal(cart)) throw new Refused(cart)
      return cart
    },
  })
  if (put.error?.refusal.refused === 'drop_only') {
    return (
      <p className="text-14 text-quiet">
        {say('dropOnly')} · <TextLink to={`/products/${productId}`}>{say('toDrop')}</TextLink>
      </p>
    )
  }
  return (
    <>
      <Button isBusy={put.isPending} onClick={() => put.mutate()}>
        {say('toCart')}
      </Button>
      {put.isSuccess && (
        <p role="status" className="order-last w-full text-14 text-yours">
          {say('inCart')}
        </p>
      )}
      <RefusalNotice refusal={put.error?.refusal ?? null} />
    </>
  )
}

function TellWhenBack({ skuId }: { readonly skuId: string }) {
  const say = useWords(accountWords)
  const tell = useAction('catalog.askRestockNotice')
  if (tell.isSuccess) {
    return (
      <p role="status" className="text-14 text-yours">
        {say('willTell')}
      </p>
    )
  }
  return (
    <>
      <Button isBusy={tell.isPending} onClick={() => tell.mutate({ skuId })}>
        {say('tellMe')}
      </Button>
      <RefusalNotice refusal={tell.error?.refusal ?? null} />
    </>
  )
}
