import { useQueryClient } from '@tanstack/react-query'
import { Heart } from 'lucide-react'
import type { Product } from '#contracts/catalog.ts'
import { Button } from '#web/kit/button.tsx'
import type { Output } from '#web/kit/contract.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { productWords } from '#web/storefront/words/product.ts'
import { PressRefusal } from './press-refusal.tsx'
import { useMemberPress } from './use-member-press.ts'

/** Likes a product, and shows how many do. */
export function LikeButton({ product }: { readonly product: Product }) {
  const say = useWords(productWords)
  const { productId, likeCount, liked = false } = product
  const pressAsMember = useMemberPress()
  const queries = useQueryClient()
  const done = (state: Output<'catalog.likeProduct'>) =>
    queries.setQueryData<Product>(
      ['catalog.readProduct', { productId }],
      known => known && { ...known, ...state },
    )
  const like = useAction('catalog.likeProduct', { done })
  const unlike = useAction('catalog.unlikeProduct', { done })

  const [press, other] = liked ? [unlike, like] : [like, unlike]

  function toggle(): Promise<unknown> {
    other.reset()
    return press.mutateAsync({ productId })
  }

  return (
    <>
      <Button
        look="quiet"
        aria-pressed={liked}
        isBusy={like.isPending || unlike.isPending}
        onClick={() => pressAsMember(toggle)}
        className="self-start"
      >
        <Heart aria-hidden className={liked ? 'size-5 fill-seal text-seal' : 'size-5'} />
        {likeCount === 0 ? say('like') : say('likes', { count: likeCount })}
      </Button>
      <PressRefusal of={press.error} />
    </>
  )
}
