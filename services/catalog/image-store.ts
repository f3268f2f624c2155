import type { CatalogTransaction } from './catalog-tables.ts'
import type { ImageSize } from './resize-image.ts'

const TYPE = 'image/webp'

/** Keeps a picture in its sizes. Its id comes from its content, so the same is kept once. */
export async function putImage(
  { sql }: CatalogTransaction,
  { imageId, sizes }: { readonly imageId: string; readonly sizes: readonly ImageSize[] },
): Promise<void> {
  const present = await sql.all('select width from image where image_id = ? limit 1', imageId)
  if (present.length > 0) return
  // Where another request kept it meanwhile, the key refuses, and this runs again.
  await sql.runEach(
    'insert into image (image_id, width, type, content) values (?, ?, ?, ?)',
    sizes.map(({ width, content }) => [imageId, width, TYPE, content]),
  )
}

export type StoredImage = {
  readonly width: number
  readonly type: string
  readonly content: Uint8Array
}

/** The smallest size of a picture that is as wide as wanted, else its largest. */
export async function readImage(
  { sql }: CatalogTransaction,
  { imageId, width }: { readonly imageId: string; readonly width: number },
): Promise<StoredImage | null> {
  const [wideEnough] = await sql.all<StoredImage>(
    `select width, type, content from image where image_id = ? and width >= ?
     order by width limit 1`,
    imageId,
    width,
  )
  if (wideEnough !== undefined) return wideEnough
  const [largest] = await sql.all<StoredImage>(
    'select width, type, content from image where image_id = ? order by width desc limit 1',
    imageId,
  )
  return largest ?? null
}
