import { Bookmark } from 'lucide-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { Button } from '#web/kit/button.tsx'
import { useLoginPath } from '#web/kit/needs-member.tsx'
import { useAction } from '#web/kit/use-action.ts'
import { useStanding } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { productWords } from '#web/storefront/words/product.ts'
import type { Sku } from './sku-choice.ts'

/** On the wishlist, or off it. What was pressed is shown at once, and taken back if refused. */
export function WishButton({
  sku: { skuId },
  isWished = false,
}: {
  readonly sku: Sku
  readonly isWished?: boolean | undefined
}) {
  const say = useWords(productWords)
  const navigate = useNavigate()
  const loginPath = useLoginPath()
  const isVisitor = useStanding().is === 'visitor'
  const [pressed, setPressed] = useState<boolean | null>(null)
  const wished = pressed ?? isWished
  const put = useAction('catalog.putWish')
  const remove = useAction('catalog.removeWish')

  function toggle(): void {
    if (isVisitor) return void navigate(loginPath)
    const undo = { onError: () => setPressed(wished) }
    setPressed(!wished)
    if (wished) remove.mutate({ skuId }, undo)
    else put.mutate({ skuId, quantity: 1 }, undo)
  }

  return (
    <Button look="quiet" aria-pressed={wished} onClick={toggle} className="self-start">
      <Bookmark aria-hidden className={wished ? 'size-5 fill-ink' : 'size-5'} />
      {say(wished ? 'wished' : 'wish')}
    </Button>
  )
}
