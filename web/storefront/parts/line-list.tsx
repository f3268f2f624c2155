import { Link } from 'react-router'
import type { Money } from '#contracts/money.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { orderWords } from '#web/storefront/orders/words/order-words.ts'
import { chosenOptions } from './chosen-options.ts'
import { LinePicture } from './line-picture.tsx'

type Line = {
  readonly skuId: string
  readonly productId: string
  readonly title: string
  readonly options: Readonly<Record<string, string>>
  readonly quantity: number
  readonly total: Money
  readonly returnedQuantity?: number
}

/** What was bought, or is about to be. */
export function LineList({ lines }: { readonly lines: readonly Line[] }) {
  const say = useWords(orderWords)
  const { money } = useFormat()
  return (
    <ul className="flex flex-col gap-4">
      {lines.map(({ skuId, productId, title, options, quantity, total, returnedQuantity = 0 }) => (
        <li key={skuId} className="flex items-center gap-4">
          <LinePicture productId={productId} />
          <div className="min-w-0 flex-1">
            <Link
              to={`/products/${productId}`}
              className="rounded-4 font-medium hover:underline hover:underline-offset-4"
            >
              {title}
            </Link>
            <p className="text-14 text-quiet">
              {[chosenOptions(options), say('units', { count: quantity })]
                .filter(text => text !== '')
                .join(' · ')}
            </p>
            {returnedQuantity > 0 && (
              <p className="text-14 text-quiet">
                {say('returnedUnits', { count: returnedQuantity })}
              </p>
            )}
          </div>
          <p className="font-medium whitespace-nowrap">{money(total)}</p>
        </li>
      ))}
    </ul>
  )
}
