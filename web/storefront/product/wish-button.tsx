import { useQueryClient } from '@tanstack/react-query'
import { Bookmark } from 'lucide-react'
import type { Product } from '#contracts/catalog.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { productWords } from '#web/storefront/words/product.ts'
import { PressRefusal } from './press-refusal.tsx'
import type { Sku } from './sku-choice.ts'
import { useMemberPress } from './use-member-press.ts'

/** This variant onto the wishlist, or off it. */
export function WishButton({
  productId,
  sku: { skuId, wished = false },
}: {
  readonly productId: string
  readonly sku: Sku
}) {
  const say = useWords(productWords)
  const pressAsMember = useMemberPress()
  const queries = useQueryClient()

  function keep(isWished: boolean): void {
    queries.setQueryData<Product>(
      reading('catalog.readProduct', { productId }).queryKey,
      known =>
        known && {
          ...known,
          skus: known.skus.map(sku => (sku.skuId === skuId ? { ...sku, wished: isWished } : sku)),
        },
    )
    void queries.invalidateQueries({ queryKey: ['catalog.listWishes'] })
  }
  const put = useAction('catalog.putWish', { done: () => keep(true) })
  const remove = useAction('catalog.removeWish', { done: () => keep(false) })
  const [press, other] = wished ? [remove, put] : [put, remove]

  function toggle(): Promise<unknown> {
    other.reset()
    return wished ? remove.mutateAsync({ skuId }) : put.mutateAsync({ skuId, quantity: 1 })
  }

  return (
    <>
      <Button
        look="quiet"
        aria-pressed={wished}
        isBusy={put.isPending || remove.isPending}
        onClick={() => pressAsMember(toggle)}
        className="self-start"
      >
        <Bookmark aria-hidden className={wished ? 'size-5 fill-ink' : 'size-5'} />
        {say(wished ? 'wished' : 'wish')}
      </Button>
      <PressRefusal of={press.error} />
    </>
  )
}
