import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { AskFirst } from '#web/console/ask-first.tsx'
import { CompactButton } from '#web/console/compact-button.tsx'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { consoleGoodsWords } from '#web/console/words/console-goods.ts'
import { refusalOf } from '#web/kit/refusal.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'

/** Takes one SKU out of the shop; a product keeps one at least. */
export function RemoveSku({
  skuId,
  name,
  isLast,
}: {
  readonly skuId: string
  readonly name: string
  readonly isLast: boolean
}) {
  const say = useWords(consoleGoodsWords)
  const refusalText = useRefusalText()
  const cache = useQueryClient()
  const [isAsked, setAsked] = useState(false)
  const remove = useAction('catalog.removeSku', {
    done: () => {
      setAsked(false)
      for (const name of ['catalog.readProduct', 'catalog.listProducts']) {
        void cache.invalidateQueries({ queryKey: [name] })
      }
    },
  })
  return (
    <>
      <CompactButton
        look="bare"
        aria-label={say('removeSkuWhich', { name })}
        disabled={isLast}
        onClick={() => setAsked(true)}
      >
        {say('removeSku')}
      </CompactButton>
      <AskFirst
        act={say('removeSku')}
        isOpen={isAsked}
        close={() => setAsked(false)}
        name={name}
        isBusy={remove.isPending}
        trouble={remove.error === null ? null : refusalText(refusalOf(remove.error))}
        onSure={() => remove.mutate({ skuId })}
      >
        <p>{say('removeSkuWill', { name })}</p>
      </AskFirst>
    </>
  )
}
