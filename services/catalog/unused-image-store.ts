import type { CatalogTransaction } from './catalog-tables.ts'

type After<Key> = { readonly after: Key; readonly limit: number }

/** What products say of their pictures, in the order of birth, behind a number. */
export function listPictured(
  { sql }: CatalogTransaction,
  { after, limit }: After<number>,
): Promise<{ productNumber: number; images: string }[]> {
  return sql.all(
    `select product_number as productNumber, images from product
     where product_number > ? and is_gone = 0 order by product_number limit ?`,
    after,
    limit,
  )
}

/** Pictures that were put there before an instant, by their id, behind one. */
export async function listOldImages(
  { sql }: CatalogTransaction,
  { after, limit, beforeMs }: After<string> & { readonly beforeMs: number },
): Promise<string[]> {
  const rows = await sql.all<{ imageId: string }>(
    `select distinct image_id as imageId from image where image_id > ? and put_at_ms < ?
     order by image_id limit ?`,
    after,
    beforeMs,
    limit,
  )
  return rows.map(({ imageId }) => imageId)
}

/** Forgets pictures, but none that a product has now, or that was put there again. */
export async function forgetImages(
  { sql }: CatalogTransaction,
  { imageIds, beforeMs }: { readonly imageIds: readonly string[]; readonly beforeMs: number },
): Promise<void> {
  await sql.runEach(
    `delete from image where image_id = ? and put_at_ms < ?
       and not exists (select 1 from product where is_gone = 0 and images like ?)`,
    imageIds.map(imageId => [imageId, beforeMs, `%${imageId}%`]),
  )
}
