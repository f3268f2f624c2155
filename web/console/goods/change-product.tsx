import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Product } from '#contracts/catalog.ts'
import { changedFields } from '#web/console/changed-fields.ts'
import { CompactButton } from '#web/console/compact-button.tsx'
import { isRefusedAt } from '#web/console/refused-at.ts'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { consoleWords } from '#web/console/words/console.ts'
import { Notice } from '#web/kit/notice.tsx'
import { refusalOf } from '#web/kit/refusal.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { PictureList } from './picture-list.tsx'
import { type ProductFaults, ProductFields, type ProductWords } from './product-fields.tsx'
import { fieldsOfProduct, readProductChange } from './product-form.ts'
import { usePictures } from './use-pictures.ts'

/**
 * Words, price and pictures of a product; what was reserved keeps its price. What nobody touched
 * here is not sent.
 */
export function ChangeProduct({ product }: { readonly product: Product }) {
  const say = useWords(consoleWords)
  const refusalText = useRefusalText()
  const cache = useQueryClient()
  const { productId } = product
  const [typed, setTyped] = useState<Partial<ProductWords>>({})
  const [wasSent, setSent] = useState(false)
  const pictures = usePictures(product.images)
  const [sentUrls, setSentUrls] = useState<readonly string[]>(product.images)
  const read = readProductChange(typed, product)
  const change = useAction('catalog.changeProduct', {
    done: (changed, { images }) => {
      // What was typed since then stays.
      setTyped(now => changedFields(now, fieldsOfProduct(changed)))
      if (images !== undefined) setSentUrls(images)
      cache.setQueryData(['catalog.readProduct', { productId }], changed)
      void cache.invalidateQueries({ queryKey: ['catalog.listProducts'] })
    },
  })

  const faults: ProductFaults = {
    ...(isRefusedAt(change.error, 'price.currency') && { currency: 'notThisCurrency' }),
    ...(wasSent && read.is === 'wrong' && read.faults),
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    setSent(true)
    if (read.is === 'wrong') return
    const images = [...pictures.urls]
    const isOther = images.join() !== sentUrls.join()
    change.mutate({ productId, ...read.change, ...(isOther && { images }) })
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <ProductFields
        fields={{ ...fieldsOfProduct(product), ...typed }}
        faults={faults}
        change={changed => setTyped({ ...typed, ...changed })}
      />
      <PictureList pictures={pictures} />
      {change.error !== null && (
        <Notice look="wrong">{refusalText(refusalOf(change.error), ['price.currency'])}</Notice>
      )}
      {change.isSuccess && <Notice look="yours">{say('done')}</Notice>}
      <div>
        <CompactButton type="submit" isBusy={change.isPending || pictures.isGoing}>
          {say('save')}
        </CompactButton>
      </div>
    </form>
  )
}
