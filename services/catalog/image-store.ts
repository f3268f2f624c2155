import type { CatalogTransaction } from './catalog-tables.ts'
import type { ImageSize } from './resize-image.ts'

const TYPE = 'image/webp'

/** Keeps a picture in its sizes. Its id comes from its content, so the same is kept once. */
export async function putImage(
  { sql, nowMs }: CatalogTransaction,
  { imageId, sizes }: { readonly imageId: string; readonly sizes: readonly ImageSize[] },
): Promise<void> {
  const atMs = await nowMs()
  // Whoever uploads it again is about to use it.
  const present = await sql.run(
    'update image set put_at_ms = ? where image_id = ?',
    ...[atMs, imageId],
  )
  if (present > 0) return
  // Where another request kept it meanwhile, the key refuses, and this runs again.
  await sql.runEach(
    'insert into image (image_id, width, type, content, put_at_ms) values (?, ?, ?, ?, ?)',
    sizes.map(({ width, content }) => [imageId, width, TYPE, content, atMs]),
  )
}

type StoredImage = {
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
