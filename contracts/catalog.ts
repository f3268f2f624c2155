import { type Static, Type } from 'typebox'
import { Category, categoryOperations } from './categories.ts'
import { memberOperations } from './likes-and-wishes.ts'
import { Money, Price } from './money.ts'
import { type Api, operation, type Streams } from './operation.ts'
import { pictureOperations } from './pictures.ts'
import { SkuDrop } from './skus.ts'
import { Id, list, NoInput, Nothing, page, Reason, strict, Title, Units } from './words.ts'

export const ProductKind = Type.Union([Type.Literal('drop'), Type.Literal('regular')])
export type ProductKind = Static<typeof ProductKind>

/** `{ "size": "M", "colour": "ink" }`; empty where a product has one SKU only. */
const Options = Type.Record(
  // Of a name only the pattern counts.
  Type.String({ pattern: '^.{1,40}$' }),
  Type.String({ minLength: 1, maxLength: 80 }),
  { maxProperties: 8, additionalProperties: false },
)

/** An image's address: a path of this shop. */
const ImagePath = Type.String({ minLength: 1, maxLength: 300, pattern: '^/[\\w./-]+$' })

export const Product = Type.Object({
  productId: Id,
  title: Type.String(),
  description: Type.String(),
  category: Type.Union([Category, Type.Null()]),
  images: Type.Array(Type.String()),
  kind: ProductKind,
  price: Money,
  skus: Type.Array(
    Type.Object({
      skuId: Id,
      options: Type.Record(Type.String(), Type.String()),
      available: Type.Integer(),
      /** Whether this one is on the member's wishlist; for nobody else there. */
      wished: Type.Optional(Type.Boolean()),
      /** The drop that sells this SKU: the one that is open, else the next one, else the last one. */
      drop: Type.Optional(SkuDrop),
    }),
  ),
  /** Of the drops of all SKUs the one that matters most. */
  drop: Type.Optional(SkuDrop),
  likeCount: Type.Integer(),
  liked: Type.Optional(Type.Boolean()),
  wished: Type.Optional(Type.Boolean()),
  /** There, and true, when stock could not be asked and the units are the last known. */
  stale: Type.Optional(Type.Boolean()),
})
export type Product = Static<typeof Product>

const SkuUnits = Type.Object({ skuId: Id, available: Type.Integer() })

const Description = Type.String({ maxLength: 20_000 })

const Currency = Type.String({
  pattern: '^[A-Z]{3}$',
  description: 'Only what is priced in it. Bounds of the price without one are in the shop’s own.',
})
const MinorUnits = Type.Integer({ minimum: 0, description: 'In the currency’s smallest unit.' })

export const catalogApi = {
  ...categoryOperations,
  listProducts: operation({
    summary: 'Products by filter, sorted; by price currency by currency, the shop’s own first',
    access: 'anyone',
    route: 'GET /api/products',
    text: 'bytes',
    input: strict({
      q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
      category: Type.Optional(Id),
      currency: Type.Optional(Currency),
      minPrice: Type.Optional(MinorUnits),
      maxPrice: Type.Optional(MinorUnits),
      inStock: Type.Optional(Type.Boolean()),
      kind: Type.Optional(ProductKind),
      sort: Type.Optional(
        Type.Union([
          Type.Literal('newest'),
          Type.Literal('price'),
          Type.Literal('-price'),
          Type.Literal('likes'),
        ]),
      ),
      ...page,
    }),
    output: list(Product),
    refusals: ['invalid_request'],
  }),
  listCurrencies: operation({
    summary: 'The currencies that products are priced in, the shop’s own first',
    access: 'anyone',
    route: 'GET /api/currencies',
    input: NoInput,
    output: list(Type.String()),
  }),
  readProduct: operation({
    summary: 'One product with its SKUs, what is left of them, and its drop',
    access: 'anyone',
    route: 'GET /api/products/:productId',
    text: true,
    input: strict({ productId: Id }),
    output: Product,
    refusals: ['not_found'],
  }),

  ...memberOperations,
  readProductStock: operation({
    summary: 'What is left of a product’s SKUs, as its stream begins',
    access: 'service',
    input: strict({ productId: Id }),
    output: Type.Object({ ...SkuUnits.properties, skus: Type.Array(SkuUnits) }),
    refusals: ['not_found'],
  }),

  ...pictureOperations,

  createProduct: operation({
    summary: 'Adds a product with its SKUs and their units',
    access: 'merchant',
    route: 'POST /api/admin/products',
    status: 201,
    keyed: 'optional',
    input: strict({
      title: Title,
      description: Description,
      categoryId: Type.Optional(Type.Union([Id, Type.Null()])),
      kind: ProductKind,
      price: Price,
      skus: Type.Array(strict({ options: Options, units: Units }), { minItems: 1, maxItems: 200 }),
      images: Type.Optional(Type.Array(ImagePath, { maxItems: 20 })),
    }),
    output: Product,
    refusals: ['invalid_request', 'idempotency_conflict', 'try_again'],
  }),
  changeProduct: operation({
    summary: 'Changes a product; prices already reserved stay as they are',
    access: 'merchant',
    route: 'PATCH /api/admin/products/:productId',
    input: strict({
      productId: Id,
      title: Type.Optional(Title),
      description: Type.Optional(Description),
      categoryId: Type.Optional(Type.Union([Id, Type.Null()])),
      price: Type.Optional(Price),
      images: Type.Optional(Type.Array(ImagePath, { maxItems: 20 })),
    }),
    output: Product,
    refusals: ['not_found', 'invalid_request', 'try_again'],
  }),
  deleteProduct: operation({
    summary: 'Takes a product out of the shop; not while a drop of it is planned or runs',
    access: 'merchant',
    route: 'DELETE /api/admin/products/:productId',
    status: 204,
    input: strict({ productId: Id }),
    output: Nothing,
    refusals: ['not_found', 'illegal_transition', 'try_again'],
  }),
  adjustSku: operation({
    summary: 'Adds units to a SKU, or takes free ones away, with a reason',
    access: 'merchant',
    route: 'POST /api/admin/skus/:skuId/adjustments',
    status: 201,
    keyed: 'optional',
    input: strict({
      skuId: Id,
      delta: Type.Integer({ minimum: -10_000_000, maximum: 10_000_000 }),
      reason: Reason,
    }),
    output: Product,
    refusals: [
      'not_found',
      'stock_insufficient',
      'invalid_request',
      'idempotency_conflict',
      'try_again',
    ],
  }),
  addSku: operation({
    summary:
      'Adds a SKU to a product, with the options that its other SKUs name, and values that none of them has',
    access: 'merchant',
    route: 'POST /api/admin/products/:productId/skus',
    status: 201,
    keyed: 'optional',
    input: strict({ productId: Id, options: Options, units: Units }),
    output: Product,
    refusals: ['not_found', 'invalid_request', 'idempotency_conflict', 'try_again'],
  }),
  removeSku: operation({
    summary:
      'Takes a SKU out of the shop for good; not the last one, and not while a drop of it is planned or runs',
    access: 'merchant',
    route: 'DELETE /api/admin/skus/:skuId',
    status: 204,
    input: strict({ skuId: Id }),
    output: Nothing,
    refusals: ['not_found', 'illegal_transition', 'try_again'],
  }),

  readSkusForSale: operation({
    summary: 'What a cart or an order needs to know of SKUs; unknown ones are left out',
    access: 'service',
    input: strict({ skuIds: Type.Array(Id, { maxItems: 500 }) }),
    output: Type.Object({
      skus: Type.Array(
        Type.Object({
          skuId: Id,
          productId: Id,
          title: Type.String(),
          options: Type.Record(Type.String(), Type.String()),
          kind: ProductKind,
          price: Money,
        }),
      ),
    }),
  }),
} as const satisfies Api

export const catalogStreams = {
  stock: {
    summary: 'The SKU that moved, and all of the product’s, at most five times a second',
    route: 'GET /api/products/:productId/live',
    access: 'anyone',
    event: 'stock',
    snapshot: 'readProductStock',
    topic: ({ productId }) => `product-stock:${productId}`,
  },
} as const satisfies Streams
