import { hash } from 'node:crypto'
import type { catalogApi } from '#contracts/catalog.ts'
import type { Calls } from '#contracts/operation.ts'
import { refuse, refuseField } from '#contracts/problems.ts'
import { uuidv8 } from '#platform/ids.ts'
import type { CatalogParts } from './catalog-service.ts'
import { resizeImage } from './resize-image.ts'

type ImageCalls = Pick<Calls<typeof catalogApi>, 'uploadImage' | 'readImage'>

const WIDEST = 1_280

/** Pictures of products, kept in the database, so that every process has them. */
export function imageCalls({ database }: Pick<CatalogParts, 'database'>): ImageCalls {
  return {
    async uploadImage({ content }) {
      const bytes = Buffer.from(content, 'base64')
      const resized = await resizeImage(bytes)
      switch (resized.outcome) {
        case 'no_image':
          return refuseField('content', 'is no JPEG, PNG, WebP, GIF or AVIF picture')
        case 'too_many_pixels':
          return refuseField('content', 'has more than 40 million pixels')
        case 'resized': {
          const { width, height, sizes } = resized
          const imageId = uuidv8('image', hash('sha256', bytes))
          await database.write.putImage({ imageId, sizes })
          return { imageId, url: `/api/images/${imageId}`, width, height }
        }
      }
    },

    async readImage({ imageId, width = WIDEST }) {
      const image = await database.read.readImage({ imageId, width })
      if (image === null) return refuse('not_found')
      return {
        type: image.type,
        etag: `"${imageId}-${image.width}"`,
        content: Buffer.from(image.content).toString('base64'),
      }
    },
  }
}
