import { type Static, Type } from 'typebox'
import { Money } from './money.ts'
import { type Api, MAX_PICTURE_BYTES, operation, type Streams } from './operation.ts'
import { DropState } from './stock.ts'
import {
  Id,
  InstantMs,
  list,
  NoInput,
  Nothing,
  page,
  Quantity,
  Reason,
  strict,
  Title,
  Units,
} from './words.ts'

export const ProductKind = Type.Union([Type.Literal('drop'), Type.Literal('regular')])
export type ProductKind = Static<typeof ProductKind>

/** `{ "size": "M", "colour": "ink" }`; empty where a product has one SKU only. */
export const Options = Type.Record(
  Type.String({ minLength: 1, maxLength: 40 }),
  Type.String({ minLength: 1, maxLength: 80 }),
  { maxProperties: 8 },
)

export const Category = Type.Object({
  categoryId: Id,
  name: Type.String(),
  parentId: Type.Union([Id, Type.Null()]),
})
export type Category = Static<typeof Category>

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
    }),
  ),
  drop: Type.Optional(
    Type.Object({ dropId: Id, opensAtMs: InstantMs, closesAtMs: InstantMs, state: DropState }),
  ),
  likeCount: Type.Integer(),
  liked: Type.Optional(Type.Boolean()),
  wished: Type.Optional(Type.Boolean()),
  /** There, and true, when stock could not be asked and the units are the last known. */
  stale: Type.Optional(Type.Boolean()),
})
export type Product = Static<typeof Product>

export const LikeState = Type.Object({ likeCount: Type.Integer(), liked: Type.Boolean() })

export const Wish = Type.Object({
  skuId: Id,
  productId: Id,
  title: Type.String(),
  options: Type.Record(Type.String(), Type.String()),
  price: Money,
  quantity: Quantity,
  available: Type.Integer(),
  addedAtMs: InstantMs,
  /** There, and true, when stock could not be asked and the units are the last known. */
  stale: Type.Optional(Type.Boolean()),
})
export type Wish = Static<typeof Wish>

const SkuUnits = Type.Object({ skuId: Id, available: Type.Integer() })

const Description = Type.String({ maxLength: 20_000 })
const CategoryName = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' })
const ParentId = Type.Union([Id, Type.Null()])

export const catalogApi = {
  listCategories: operation({
    summary: 'All categories; `parentId` makes the tree',
    access: 'anyone',
    route: 'GET /api/categories',
    input: NoInput,
    output: list(Category),
  }),
  listProducts: operation({
    summary: 'Products by filter, sorted',
    access: 'anyone',
    route: 'GET /api/products',
    input: strict({
      q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
      category: Type.Optional(Id),
      minPrice: Type.Optional(Type.Integer({ minimum: 0 })),
      maxPrice: Type.Optional(Type.Integer({ minimum: 0 })),
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
  readProduct: operation({
    summary: 'One product with its SKUs, what is left of them, and its drop',
    access: 'anyone',
    route: 'GET /api/products/:productId',
    text: true,
    input: strict({ productId: Id }),
    output: Product,
    refusals: ['not_found'],
  }),

  likeProduct: operation({
    summary: 'Likes a product; each member counts once',
    access: 'member',
    route: 'PUT /api/products/:productId/like',
    input: strict({ productId: Id }),
    output: LikeState,
    refusals: ['not_found'],
  }),
  unlikeProduct: operation({
    summary: 'Likes a product no longer',
    access: 'member',
    route: 'DELETE /api/products/:productId/like',
    input: strict({ productId: Id }),
    output: LikeState,
    refusals: ['not_found'],
  }),
  listWishes: operation({
    summary: 'The member’s wishlist, the newest first, at current prices',
    access: 'member',
    route: 'GET /api/wishlist',
    input: strict({ ...page }),
    output: list(Wish),
    refusals: ['invalid_request'],
  }),
  putWish: operation({
    summary: 'Puts a SKU on the wishlist, or changes its quantity',
    access: 'member',
    route: 'PUT /api/wishlist/:skuId',
    status: 204,
    input: strict({ skuId: Id, quantity: Quantity }),
    output: Nothing,
    refusals: ['not_found'],
  }),
  removeWish: operation({
    summary: 'Takes a SKU off the wishlist',
    access: 'member',
    route: 'DELETE /api/wishlist/:skuId',
    status: 204,
    input: strict({ skuId: Id }),
    output: Nothing,
  }),
  askRestockNotice: operation({
    summary: 'Has one mail written when a sold-out SKU is back',
    access: 'member',
    route: 'PUT /api/skus/:skuId/restock-notice',
    status: 204,
    input: strict({ skuId: Id }),
    output: Nothing,
    refusals: ['not_found'],
  }),
  dropRestockNotice: operation({
    summary: 'Wants no such mail any more',
    access: 'member',
    route: 'DELETE /api/skus/:skuId/restock-notice',
    status: 204,
    input: strict({ skuId: Id }),
    output: Nothing,
  }),
  readProductStock: operation({
    summary: 'What is left of a product’s SKUs, as its stream begins',
    access: 'service',
    input: strict({ productId: Id }),
    output: Type.Object({ ...SkuUnits.properties, skus: Type.Array(SkuUnits) }),
    refusals: ['not_found'],
  }),

  readImage: operation({
    summary: 'A picture, as WebP; with `width` the smallest size that is as wide',
    access: 'anyone',
    route: 'GET /api/images/:imageId',
    picture: 'gives',
    input: strict({
      imageId: Id,
      width: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    }),
    output: Type.Object({ type: Type.String(), etag: Type.String(), content: Type.String() }),
    refusals: ['not_found'],
  }),
  uploadImage: operation({
    summary: 'Keeps a picture; its `url` goes into a product’s `images`',
    access: 'merchant',
    route: 'POST /api/admin/images',
    status: 201,
    picture: 'takes',
    input: strict({
      content: Type.String({
        minLength: 4,
        maxLength: Math.ceil(MAX_PICTURE_BYTES / 3) * 4,
        pattern: '^[A-Za-z0-9+/]+={0,2}$',
      }),
    }),
    output: Type.Object({
      imageId: Id,
      url: Type.String(),
      width: Type.Integer(),
      height: Type.Integer(),
    }),
    refusals: ['invalid_request', 'try_again'],
  }),

  createCategory: operation({
    summary: 'Adds a category',
    access: 'merchant',
    route: 'POST /api/admin/categories',
    status: 201,
    input: strict({ name: CategoryName, parentId: Type.Optional(ParentId) }),
    output: Category,
    refusals: ['invalid_request'],
  }),
  changeCategory: operation({
    summary: 'Renames a category or moves it, never below itself',
    access: 'merchant',
    route: 'PATCH /api/admin/categories/:categoryId',
    input: strict({
      categoryId: Id,
      name: Type.Optional(CategoryName),
      parentId: Type.Optional(ParentId),
    }),
    output: Category,
    refusals: ['not_found', 'invalid_request'],
  }),
  deleteCategory: operation({
    summary: 'Removes an empty category',
    access: 'merchant',
    route: 'DELETE /api/admin/categories/:categoryId',
    status: 204,
    input: strict({ categoryId: Id }),
    output: Nothing,
    refusals: ['not_found', 'category_in_use'],
  }),
  createProduct: operation({
    summary: 'Adds a product with its SKUs and their units',
    access: 'merchant',
    route: 'POST /api/admin/products',
    status: 201,
    input: strict({
      title: Title,
      description: Description,
      categoryId: Type.Optional(Type.Union([Id, Type.Null()])),
      kind: ProductKind,
      price: Money,
      skus: Type.Array(strict({ options: Options, units: Units }), { minItems: 1, maxItems: 200 }),
      images: Type.Optional(Type.Array(ImagePath, { maxItems: 20 })),
    }),
    output: Product,
    refusals: ['invalid_request', 'try_again'],
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
      price: Type.Optional(Money),
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
    input: strict({
      skuId: Id,
      delta: Type.Integer({ minimum: -10_000_000, maximum: 10_000_000 }),
      reason: Reason,
    }),
    output: Product,
    refusals: ['not_found', 'stock_insufficient', 'invalid_request', 'try_again'],
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
