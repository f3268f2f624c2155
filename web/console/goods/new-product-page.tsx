import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import type { ProductKind } from '#contracts/catalog.ts'
import { Paper } from '#web/console/paper.tsx'
import { isRefusedAt } from '#web/console/refused-at.ts'
import { useLeftForm } from '#web/console/use-left-form.ts'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { consoleGoodsWords } from '#web/console/words/console-goods.ts'
import { Button } from '#web/kit/button.tsx'
import { Choice } from '#web/kit/field.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { refusalOf } from '#web/kit/refusal.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { PictureList } from './picture-list.tsx'
import { ProductFields, type ProductWords } from './product-fields.tsx'
import { emptyProduct, readProductForm } from './product-form.ts'
import { SkuEditor } from './sku-editor.tsx'
import { readSkuRows, type SkuFault, type SkuRow } from './sku-rows.ts'
import { usePictures } from './use-pictures.ts'

type Typed = {
  readonly fields: ProductWords
  readonly kind: ProductKind
  readonly rows: readonly SkuRow[]
  readonly urls: readonly string[]
}

/** A new product with its pictures and its SKUs. */
export function NewProductPage() {
  const say = useWords(consoleGoodsWords)
  const refusalText = useRefusalText()
  const navigate = useNavigate()
  const cache = useQueryClient()
  const { form: left, keep } = useLeftForm<Typed>('new product')
  const [fields, setFields] = useState(left?.fields ?? emptyProduct)
  const [kind, setKind] = useState<ProductKind>(left?.kind ?? 'drop')
  const [rows, setRows] = useState(left?.rows ?? [{ options: '', units: '100' }])
  const [wasSent, setSent] = useState(false)
  const pictures = usePictures(left?.urls ?? [])
  useEffect(() => keep({ fields, kind, rows, urls: pictures.urls }))
  const product = readProductForm(fields)
  const skus = readSkuRows(rows)
  const create = useAction('catalog.createProduct', {
    once: () => 'new-product',
    done: made => {
      cache.setQueryData(['catalog.readProduct', { productId: made.productId }], made)
      void cache.invalidateQueries({ queryKey: ['catalog.listProducts'] })
      navigate(`/products/${made.productId}`)
    },
  })

  // What only the shop found wrong is told at its row too.
  const isRowRefused = (_: SkuRow, at: number) => isRefusedAt(create.error, `skus.${at}.options`)
  const refusedRow = rows.findIndex(isRowRefused)
  const skuFaults: Readonly<Record<number, SkuFault>> = {
    ...(refusedRow >= 0 && { [refusedRow]: 'optionsRefused' }),
    ...(wasSent && skus.is === 'wrong' && skus.faults),
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    setSent(true)
    if (product.is === 'wrong' || skus.is === 'wrong') return
    const images = pictures.urls
    create.mutate({
      ...product.product,
      kind,
      skus: skus.skus.map(sku => ({ ...sku, options: { ...sku.options } })),
      ...(images.length > 0 && { images }),
    })
  }

  return (
    <Paper title={say('newProduct')}>
      <form onSubmit={submit} noValidate className="flex max-w-reading flex-col gap-4">
        <Choice
          label={say('kind')}
          hint={say('kindHint')}
          value={kind}
          onChange={({ target }) => setKind(target.value === 'regular' ? 'regular' : 'drop')}
        >
          <option value="drop">{say('kindDrop')}</option>
          <option value="regular">{say('kindRegular')}</option>
        </Choice>
        <ProductFields
          fields={fields}
          faults={wasSent && product.is === 'wrong' ? product.faults : {}}
          change={changed => setFields({ ...fields, ...changed })}
        />
        <PictureList pictures={pictures} />
        <SkuEditor rows={rows} faults={skuFaults} change={setRows} />
        {create.error !== null && (
          <Notice look="wrong">
            {refusalText(refusalOf(create.error), [`skus.${refusedRow}.options`])}
          </Notice>
        )}
        <div>
          <Button type="submit" look="seal" isBusy={create.isPending || pictures.isGoing}>
            {say('create')}
          </Button>
        </div>
      </form>
    </Paper>
  )
}
