import type { Product } from '#contracts/catalog.ts'
import { changedFields } from '#web/console/changed-fields.ts'
import { priceText, typedPrice } from '#web/kit/typed-number.ts'
import type { ProductFaults, ProductWords } from './product-fields.tsx'

/** Of a product that nobody has described yet. */
export const emptyProduct: ProductWords = {
  ...{ title: '', description: '', categoryId: '', price: '', currency: 'KRW' },
}

type Described = {
  readonly title: string
  readonly description: string
  readonly categoryId: string | null
  readonly price: { readonly amountMinor: number; readonly currency: string }
}

type Wrong = { readonly is: 'wrong'; readonly faults: ProductFaults }

type Read = { readonly is: 'right'; readonly product: Described } | Wrong

type ReadChange = { readonly is: 'right'; readonly change: Partial<Described> } | Wrong

type Known = Pick<Product, 'title' | 'description' | 'category' | 'price'>

/** How the fields show a product. */
export const fieldsOfProduct = ({ title, description, category, price }: Known): ProductWords => ({
  ...{ title, description, categoryId: category?.categoryId ?? '' },
  ...{ price: priceText(price.amountMinor, price.currency), currency: price.currency },
})

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

/** The fields of a product that say something else than it does, and no others. */
export function readProductChange(typed: Partial<ProductWords>, known: Known): ReadChange {
  const shown = fieldsOfProduct(known)
  const changed = changedFields(typed, shown)
  const read = readProductForm({ ...shown, ...changed })
  if (read.is === 'wrong') return read
  const { title, description, categoryId, price } = read.product
  const isPriced = changed.price !== undefined || changed.currency !== undefined
  return {
    is: 'right',
    change: {
      ...(changed.title !== undefined && { title }),
      ...(changed.description !== undefined && { description }),
      ...(changed.categoryId !== undefined && { categoryId }),
      ...(isPriced && { price }),
    },
  }
}
