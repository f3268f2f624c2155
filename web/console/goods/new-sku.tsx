import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Product } from '#contracts/catalog.ts'
import { CompactButton } from '#web/console/compact-button.tsx'
import { isRefusedAt } from '#web/console/refused-at.ts'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { consoleGoodsWords } from '#web/console/words/console-goods.ts'
import { Field } from '#web/kit/field.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { refusalOf } from '#web/kit/refusal.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { readAnotherSku, type SkuFault } from './sku-rows.ts'

const empty = { options: '', units: '0' }

/** One more SKU of a product that is there: a size that came later. */
export function NewSku({ product }: { readonly product: Product }) {
  const say = useWords(consoleGoodsWords)
  const refusalText = useRefusalText()
  const cache = useQueryClient()
  const [row, setRow] = useState(empty)
  const [wasSent, setSent] = useState(false)
  const read = readAnotherSku(row, product.skus)
  const add = useAction('catalog.addSku', {
    once: ({ productId }) => `new-sku:${productId}`,
    done: changed => {
      setRow(empty)
      setSent(false)
      cache.setQueryData(['catalog.readProduct', { productId: changed.productId }], changed)
      void cache.invalidateQueries({ queryKey: ['catalog.listProducts'] })
    },
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    setSent(true)
    if (read.is === 'wrong') return
    const { options, units } = read.sku
    add.mutate({ productId: product.productId, options: { ...options }, units })
  }
  const faultAmong = (...among: readonly SkuFault[]) =>
    wasSent && read.is === 'wrong' && among.includes(read.fault) ? say(read.fault) : undefined

  const refused = isRefusedAt(add.error, 'options') ? say('optionsRefused') : undefined

  return (
    <form onSubmit={submit} noValidate className="mt-4 flex flex-col gap-3">
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-3 sm:grid-cols-[minmax(0,1fr)_7rem_auto]">
        <div className="max-sm:col-span-2">
          <Field
            label={say('newOptions')}
            hint={say('newOptionsHint')}
            value={row.options}
            fault={faultAmong('badOptions', 'sameOptions', 'otherOptions') ?? refused}
            onChange={({ target }) => setRow({ ...row, options: target.value })}
          />
        </div>
        <Field
          label={say('newUnits')}
          inputMode="numeric"
          value={row.units}
          fault={faultAmong('badUnits')}
          onChange={({ target }) => setRow({ ...row, units: target.value })}
        />
        <div className="mt-7">
          <CompactButton type="submit" isBusy={add.isPending}>
            {say('addRow')}
          </CompactButton>
        </div>
      </div>
      {add.error !== null && (
        <Notice look="wrong">{refusalText(refusalOf(add.error), ['options'])}</Notice>
      )}
    </form>
  )
}
