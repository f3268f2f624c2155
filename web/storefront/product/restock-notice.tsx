import { Bell, Check } from 'lucide-react'
import { Button } from '#web/kit/button.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { useRefusalText } from '#web/kit/refusal-text.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { productWords } from '#web/storefront/words/product.ts'
import { useMemberPress } from './use-member-press.ts'

/** For what is sold out: one mail when it is back. */
export function RestockNotice({ skuId }: { readonly skuId: string }) {
  const say = useWords(productWords)
  const textOf = useRefusalText()
  const pressAsMember = useMemberPress()
  const ask = useAction('catalog.askRestockNotice')
  if (ask.isSuccess) {
    return (
      <p className="flex min-h-14 items-center gap-2 text-yours" role="status">
        <Check aria-hidden className="size-5" /> {say('willTell')}
      </p>
    )
  }
  return (
    <>
      <Button
        isWide
        className="min-h-14"
        isBusy={ask.isPending}
        onClick={() => pressAsMember(() => ask.mutateAsync({ skuId }))}
      >
        <Bell aria-hidden className="size-5" /> {say('tellMe')}
      </Button>
      {ask.isError &&
        (ask.error.refusal.refused === 'units_available' ? (
          <Notice>{say('backAlready')}</Notice>
        ) : (
          <Notice look="wrong">{textOf(ask.error.refusal.refused)}</Notice>
        ))}
    </>
  )
}
