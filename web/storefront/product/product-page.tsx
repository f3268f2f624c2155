import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from 'react-router'
import type { Product } from '#contracts/catalog.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Page } from '#web/kit/page.tsx'
import { codeOf } from '#web/kit/refusal.ts'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useLive } from '#web/kit/use-live.ts'
import { LostPage } from '#web/storefront/lost-page.tsx'
import { ProductPrice } from '#web/storefront/parts/product-price.tsx'
import { TroublePage } from '#web/storefront/trouble-page.tsx'
import { DropOfProduct } from './drop-of-product.tsx'
import { LikeButton } from './like-button.tsx'
import { PictureChooser } from './picture-chooser.tsx'
import { RegularSale } from './regular-sale.tsx'

/** One product: its pictures, what is left of it, and how to have it. */
export function ProductPage() {
  const { productId = '' } = useParams()
  const queries = useQueryClient()
  const readProduct = reading('catalog.readProduct', { productId })
  const product = useQuery(readProduct)
  useLive('catalog.stock', product.isSuccess ? { productId } : null, ({ skus }) => {
    queries.setQueryData<Product>(readProduct.queryKey, known => known && withUnits(known, skus))
  })

  if (product.isError && codeOf(product.error) === 'not_found') return <LostPage />
  if (product.isError && product.data === undefined) {
    return <TroublePage code={codeOf(product.error)} retry={() => product.refetch()} />
  }
  const { data } = product
  return (
    <Page title={data?.title ?? 'Firstcome'}>
      <div className="grid gap-6 md:grid-cols-2 md:gap-12">
        <PictureChooser images={data?.images ?? []} />
        {data === undefined ? (
          <ProductSkeleton />
        ) : (
          <div className="flex flex-col gap-6">
            <header>
              {data.category !== null && <p className="text-14 text-quiet">{data.category.name}</p>}
              <h1 className="text-28">{data.title}</h1>
              <ProductPrice product={data} className="text-20 font-medium" />
            </header>
            {data.kind === 'drop' ? (
              <>
                <DropOfProduct product={data} />
                <div className="-mx-4">
                  <LikeButton product={data} />
                </div>
              </>
            ) : (
              <RegularSale key={data.productId} product={data} />
            )}
            <p className="max-w-reading border-t border-line pt-6 whitespace-pre-line">
              {data.description}
            </p>
          </div>
        )}
      </div>
    </Page>
  )
}

type Units = { readonly skuId: string; readonly available: number }

function withUnits(product: Product, told: readonly Units[]): Product {
  const units = new Map(told.map(({ skuId, available }) => [skuId, available]))
  const skus = product.skus.map(sku => ({
    ...sku,
    available: units.get(sku.skuId) ?? sku.available,
  }))
  return { ...product, skus }
}

const ProductSkeleton = () => (
  <div className="flex flex-col gap-4" aria-hidden>
    <Skeleton className="h-9 w-3/4" />
    <Skeleton className="h-7 w-1/3" />
    <Skeleton className="mt-4 h-24 w-full" />
    <Skeleton className="h-14 w-full" />
  </div>
)
