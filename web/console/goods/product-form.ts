import { typedPrice } from '#web/kit/typed-number.ts'
import type { ProductFaults, ProductWords } from './product-fields.tsx'

/** Of a product that nobody has described yet. */
export const emptyProduct: ProductWords = {
  ...{ title: '', description: '', categoryId: '', price: '', currency: 'KRW' },
}

type Read =
  | {
      readonly is: 'right'
      readonly product: {
        readonly title: string
        readonly description: string
        readonly categoryId: string | null
        readonly price: { readonly amountMinor: number; readonly currency: string }
      }
    }
  | { readonly is: 'wrong'; readonly faults: ProductFaults }

/** The product that the fields describe, or what is wrong with each. */
export function readProductForm(fields: ProductWords): Read {
  const { currency } = fields
  const title = fields.title.trim()
  const amountMinor = typedPrice(fields.price, currency)
  const faults: ProductFaults = {
    ...(title === '' && { title: 'noTitle' }),
    ...((amountMinor === null || amountMinor === 0) && { price: 'notAPrice' }),
  }
  if (Object.keys(faults).length > 0 || amountMinor === null) return { is: 'wrong', faults }
  const product = {
    ...{ title, description: fields.description.trim() },
    categoryId: fields.categoryId === '' ? null : fields.categoryId,
    price: { amountMinor, currency },
  }
  return { is: 'right', product }
}
