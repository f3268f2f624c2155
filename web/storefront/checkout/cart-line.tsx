import { useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { CartItem } from '#contracts/cart.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { useFormat } from '#web/kit/format.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { QuantityStepper } from '#web/storefront/account/quantity-stepper.tsx'
import { RefusalNotice } from '#web/storefront/account/refusal-notice.tsx'
import { chosenOptions } from './chosen-options.ts'
import { LinePicture } from './line-picture.tsx'
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
  // What is asked for is shown at once; the answer brings the sums.
  const shown = put.isPending ? put.variables.quantity : quantity
  return (
    <div className="flex gap-4">
      <LinePicture productId={productId} />
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <div className="flex items-start justify-between gap-4">
          <div className="min-w-0">
            <Link
              to={`/products/${productId}`}
              className="rounded-4 font-medium hover:underline hover:underline-offset-4"
            >
              {title}
            </Link>
            <p className="text-14 text-quiet">
              {[chosenOptions(options), say('each', { price: money(item.unitPrice) })]
                .filter(text => text !== '')
                .join(' · ')}
            </p>
          </div>
          <p className="font-medium whitespace-nowrap">{money(item.total)}</p>
        </div>
        {problem !== undefined && (
          <p role="status" className="text-14 text-wrong">
            {problemText}
          </p>
        )}
        <RefusalNotice refusal={put.error?.refusal ?? remove.error?.refusal ?? null} />
        <div className="flex flex-wrap items-center gap-3">
          {problem !== 'gone' && (
            <QuantityStepper
              title={title}
              quantity={shown}
              most={Math.min(1_000, Math.max(1, available))}
              change={wanted => put.mutate({ skuId, quantity: wanted })}
            />
          )}
          <Button
            look="quiet"
            aria-label={say('removeNamed', { title })}
            isBusy={remove.isPending}
            onClick={() => remove.mutate({ skuId })}
          >
            {say('remove')}
          </Button>
        </div>
      </div>
    </div>
  )
}
