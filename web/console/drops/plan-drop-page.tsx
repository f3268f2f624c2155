import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import type { Product } from '#contracts/catalog.ts'
import { Paper } from '#web/console/paper.tsx'
import { TroubleOrWait } from '#web/console/trouble-or-wait.tsx'
import { useListing } from '#web/console/use-listing.ts'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { consoleDropWords } from '#web/console/words/console-drops.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { refusalOf } from '#web/kit/refusal.ts'
import { serverNowMs } from '#web/kit/server-clock.ts'
import { priceText } from '#web/kit/typed-number.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { DropFields } from './drop-fields.tsx'
import { emptyDrop, type DropFields as Fields, readDropForm } from './drop-form.ts'
import { DropPreview } from './drop-preview.tsx'
import { SkuChoice } from './sku-choice.tsx'

/** A drop in one form; beside it what shoppers will see. */
export function PlanDropPage() {
  const say = useWords(consoleDropWords)
  const refusalText = useRefusalText()
  const navigate = useNavigate()
  const cache = useQueryClient()
  const [address] = useSearchParams()
  const [typed, setTyped] = useState<Fields>(() => ({
    ...emptyDrop(serverNowMs()),
    productId: address.get('product') ?? '',
  }))
  const [wasSent, setSent] = useState(false)
  const listing = useListing('catalog.listProducts', { kind: 'drop', limit: 100 })
  // One that was just made may not be in the list yet.
  const made = useQuery({
    ...reading('catalog.readProduct', { productId: typed.productId }),
    enabled: typed.productId !== '',
  })
  const products = listing.rows ?? []
  const product = products.find(({ productId }) => productId === typed.productId) ?? made.data
  const all =
    product === undefined || products.includes(product) ? products : [product, ...products]
  const fields = filledIn(typed, product)
  const available = product?.skus.find(({ skuId }) => skuId === fields.skuId)?.available ?? null
  const currency = product?.price.currency ?? 'KRW'
  const read = readDropForm(fields, { nowMs: serverNowMs(), available, currency })
  const faults = wasSent && read.is === 'wrong' ? read.faults : {}
  const plan = useAction('stock.planDrop', {
    once: ({ skuId }) => `plan-drop:${skuId}`,
    done: drop => {
      void cache.invalidateQueries({ queryKey: ['stock.listDrops'] })
      navigate(`/drops/${drop.dropId}`)
    },
  })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setSent(true)
    if (read.is === 'right') plan.mutate(read.drop)
    else
      event.currentTarget
        .querySelector<HTMLElement>(`[name=${Object.keys(read.faults)[0]}]`)
        ?.focus()
  }

  if (listing.rows === undefined) {
    return (
      <Paper title={say('plan')}>
        <TroubleOrWait error={listing.error} again={listing.again} />
      </Paper>
    )
  }
  return (
    <Paper title={say('plan')}>
      <div className="grid gap-6 xl:grid-cols-[minmax(0,44rem)_minmax(20rem,1fr)]">
        <form onSubmit={submit} noValidate className="flex flex-col gap-4">
          <SkuChoice
            products={all}
            skuId={fields.skuId}
            fault={
              faults.productId === undefined ? undefined : say(faults.productId, { example: '' })
            }
            onChoose={({ productId, price }, skuId) =>
              setTyped({
                ...typed,
                productId,
                skuId,
                price: priceText(price.amountMinor, price.currency),
              })
            }
          />
          <DropFields
            currency={product?.price.currency ?? null}
            fields={fields}
            faults={faults}
            change={changed => setTyped({ ...typed, ...changed })}
            available={available}
          />
          {plan.error !== null && (
            <Notice look="wrong">{refusalText(refusalOf(plan.error))}</Notice>
          )}
          <div>
            <Button type="submit" look="seal" isBusy={plan.isPending}>
              {say('planIt')}
            </Button>
          </div>
        </form>
        <div className="xl:sticky xl:top-8 xl:self-start">
          <DropPreview fields={fields} product={product} />
        </div>
      </div>
    </Paper>
  )
}

/** A product that the address names brings its first SKU and its price along. */
function filledIn(typed: Fields, product: Pick<Product, 'skus' | 'price'> | undefined): Fields {
  if (typed.skuId !== '' || product === undefined) return typed
  const { amountMinor, currency } = product.price
  const price = typed.price === '' ? priceText(amountMinor, currency) : typed.price
  return { ...typed, skuId: product.skus[0]?.skuId ?? '', price }
}
