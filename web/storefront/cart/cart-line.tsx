import { useQueryClient } from '@tanstack/react-query'
import type { CartItem } from '#contracts/cart.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { useAction } from '#web/kit/use-action.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { QuantityStepper } from '#web/storefront/account/quantity-stepper.tsx'
import { RefusalNotice } from '#web/storefront/account/refusal-notice.tsx'
import { chosenOptions } from '#web/storefront/parts/chosen-options.ts'
import { goodsName } from '#web/storefront/parts/goods-name.ts'
import { GoodsRow } from '#web/storefront/parts/goods-row.tsx'
import { cartWords } from './words/cart-words.ts'

/** One SKU in the cart: how many, what they cost now, and why they cannot be had. */
export function CartLine({ item }: { readonly item: CartItem }) {
  const say = useWords(cartWords)
  const { money } = useFormat()
  const queries = useQueryClient()
  const { queryKey } = reading('orders.readCart', {})
  const put = useAction('orders.putCartItem', {
    done: cart => queries.setQueryData(queryKey, cart),
  })
  const remove = useAction('orders.removeCartItem', {
    done: () => void queries.invalidateQueries({ queryKey }),
  })
  const { skuId, productId, title, options, quantity, problem, available } = item
  const problemText =
    problem === 'gone'
      ? say('gone')
      : available > 0
        ? say('fewLeft', { count: available })
        : say('soldOut')
  const name = goodsName(item)
  // What is asked for is shown at once; the answer brings the sums.
  const shown = put.isPending ? put.variables.quantity : quantity
  return (
    <GoodsRow
      productId={productId}
      title={title}
      notes={[
        chosenOptions(options),
        shown > 1 ? say('each', { price: money(item.unitPrice) }) : '',
      ]}
      price={money(item.total)}
      isGone={problem === 'gone'}
    >
      {problem !== undefined && (
        <p role="status" className="text-14 text-wrong">
          {problemText}
        </p>
      )}
      <RefusalNotice refusal={put.error?.refusal ?? remove.error?.refusal ?? null} />
      <div className="flex flex-wrap items-center gap-3">
        {problem !== 'gone' && (
          <QuantityStepper
            title={name}
            quantity={shown}
            most={Math.min(1_000, Math.max(1, available))}
            change={wanted => put.mutate({ skuId, quantity: wanted })}
          />
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
