import { Link } from 'react-router'
import type { Product } from '#contracts/catalog.ts'
import { Picture } from '#web/kit/picture.tsx'
import { SeoulTime } from '#web/kit/seoul-time.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { ProductPrice } from '#web/storefront/parts/product-price.tsx'
import { browseWords } from '#web/storefront/words/browse.ts'

const grid = 'mt-4 grid grid-cols-2 gap-x-4 gap-y-8 md:grid-cols-3 lg:grid-cols-4'

export function ProductGrid({ products }: { readonly products: readonly Product[] }) {
  return (
    <ul className={grid}>
      {products.map(product => (
        <ProductCard key={product.productId} product={product} />
      ))}
    </ul>
  )
}

function ProductCard({ product }: { readonly product: Product }) {
  return (
    <li className="group relative">
      <Picture
        image={product.images[0]}
        sizes="(min-width: 1024px) 262px, (min-width: 768px) 33vw, 50vw"
      />
      <h3 className="mt-3 font-medium">
        <Link
          to={`/products/${product.productId}`}
          className="after:absolute after:inset-0 group-hover:underline underline-offset-4"
        >
          {product.title}
        </Link>
      </h3>
      <ProductPrice product={product} />
      <Mark product={product} />
    </li>
  )
}

/** What is special about it, in a word or two: how it is sold, or that it is not to be had. */
function Mark({ product: { kind, drop, skus } }: { readonly product: Product }) {
  const say = useWords(browseWords)
  const { dateTime } = useFormat()
  if (drop?.state === 'open') return <p className="text-14 text-seal">{say('dropOpen')}</p>
  if (drop?.state === 'upcoming') {
    return (
      <p className="text-14 text-quiet">
        {say('dropOpens', { time: dateTime(drop.opensAtMs) })}
        <SeoulTime atMs={drop.opensAtMs} />
      </p>
    )
  }
  if (kind === 'drop') return <p className="text-14 text-quiet">{say('dropOnly')}</p>
  if (skus.every(({ available }) => available === 0)) {
    return <p className="text-14 text-quiet">{say('soldOut')}</p>
  }
  return null
}

export const GridSkeleton = () => (
  <ul className={grid} aria-hidden>
    {Array.from({ length: 8 }, (_, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike, and never move.
      <li key={at}>
        <Skeleton className="aspect-square" />
        <Skeleton className="mt-3 h-6 w-3/4" />
        <Skeleton className="mt-1 h-6 w-1/3" />
      </li>
    ))}
  </ul>
)
