import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { Product } from '#contracts/catalog.ts'
import { AskFirst } from '#web/console/ask-first.tsx'
import { CompactButton, CompactLink, compactClass } from '#web/console/compact-button.tsx'
import { Paper, Part } from '#web/console/paper.tsx'
import { TroubleOrWait } from '#web/console/trouble-or-wait.tsx'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { consoleGoodsWords } from '#web/console/words/console-goods.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { refusalOf } from '#web/kit/refusal.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { ChangeProduct } from './change-product.tsx'
import { SkuStockList } from './sku-stock-list.tsx'

/** One product: its words, its pictures, and the stock of its SKUs. */
export function ConsoleProductPage() {
  const say = useWords(consoleGoodsWords)
  const { productId = '' } = useParams()
  const found = useQuery(reading('catalog.readProduct', { productId }))
  const product = found.data
  if (product === undefined) {
    return (
      <Paper title={say('product')}>
        <TroubleOrWait error={found.error} again={() => void found.refetch()} />
      </Paper>
    )
  }
  return (
    <Paper
      title={product.title}
      actions={
        <>
          {product.kind === 'drop' && (
            <CompactLink to={`/drops/new?product=${productId}`} look="seal">
              {say('planDrop')}
            </CompactLink>
          )}
          {product.drop !== undefined && (
            <CompactLink to={`/drops?product=${productId}`}>{say('seeDrops')}</CompactLink>
          )}
          <a href={`/products/${productId}`} className={compactClass()}>
            {say('inShop')}
          </a>
          <RemoveProduct product={product} />
        </>
      }
    >
      <div className="grid gap-4 xl:grid-cols-2">
        <Part title={say('words')}>
          <ChangeProduct key={productId} product={product} />
        </Part>
        <div>
          <Part title={say('stock')}>
            <SkuStockList product={product} />
          </Part>
        </div>
      </div>
    </Paper>
  )
}

function RemoveProduct({ product }: { readonly product: Product }) {
  const say = useWords(consoleGoodsWords)
  const refusalText = useRefusalText()
  const navigate = useNavigate()
  const cache = useQueryClient()
  const [isAsked, setAsked] = useState(false)
  const remove = useAction('catalog.deleteProduct', {
    done: () => {
      void cache.invalidateQueries({ queryKey: ['catalog.listProducts'] })
      navigate('/products')
    },
  })
  return (
    <>
      <CompactButton look="wrong" onClick={() => setAsked(true)}>
        {say('takeOut')}
      </CompactButton>
      <AskFirst
        act={say('takeOut')}
        isOpen={isAsked}
        close={() => setAsked(false)}
        name={product.title}
        isBusy={remove.isPending}
        trouble={remove.error === null ? null : refusalText(refusalOf(remove.error))}
        onSure={() => remove.mutate({ productId: product.productId })}
      >
        <p>{say('takeOutWill')}</p>
      </AskFirst>
    </>
  )
}
