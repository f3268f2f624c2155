import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { LinePicture } from './line-picture.tsx'

/** One SKU of a list of one's own: what it is, its price, and what can be done with it. */
export function GoodsRow({
  productId,
  title,
  notes,
  price,
  isGone = false,
  children,
}: {
  readonly productId: string
  readonly title: string
  /** What is said beside the title; what is empty is left out. */
  readonly notes: readonly string[]
  readonly price: string
  /** It has left the shop: there is no page of it. */
  readonly isGone?: boolean
  readonly children: ReactNode
}) {
  return (
    <div className="flex gap-4">
      <LinePicture productId={productId} />
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <div className="flex items-start justify-between gap-4">
          <div className="min-w-0">
            {isGone ? (
              <p className="font-medium">{title}</p>
            ) : (
              <Link
                to={`/products/${productId}`}
                className="rounded-4 font-medium hover:underline hover:underline-offset-4"
              >
                {title}
              </Link>
            )}
            <p className="text-14 text-quiet">{notes.filter(note => note !== '').join(' · ')}</p>
          </div>
          <p className="font-medium whitespace-nowrap">{price}</p>
        </div>
        {children}
      </div>
    </div>
  )
}
