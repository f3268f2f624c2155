import { Type } from 'typebox'
import { MAX_PICTURE_BYTES, operation } from './operation.ts'
import { Id, strict } from './words.ts'

/** Pictures of products, as the catalogue keeps them. */
export const pictureOperations = {
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
  readProductPicture: operation({
    summary: 'The first picture of a product; null where it has none, or has left the shop',
    access: 'anyone',
    route: 'GET /api/products/:productId/picture',
    input: strict({ productId: Id }),
    output: Type.Object({ url: Type.Union([Type.String(), Type.Null()]) }),
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
} as const
