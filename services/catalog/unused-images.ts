import type { Job } from '#platform/jobs/jobs.ts'
import type { CatalogDeps } from './catalog-service.ts'

const DAY_MS = 86_400_000
const PRODUCTS = 2_000
const IMAGES = 500
/** Each looks through the products once more before it goes. */
const FORGOTTEN_AT_ONCE = 20

/**
 * Forgets pictures that no product has, a day after they were put there: somebody uploaded them
 * and never saved the product, or the product has others now, or is gone.
 */
export function unusedImagesJob({ database, clock }: Pick<CatalogDeps, 'database' | 'clock'>): Job {
  return {
    name: 'catalog.forget_unused_images',
    everyMs: 3_600_000,
    async run() {
      const beforeMs = clock.nowMs() - DAY_MS
      let after = ''
      let used: ReadonlySet<string> | undefined
      for (;;) {
        const imageIds = await database.read.listOldImages({ after, beforeMs, limit: IMAGES })
        if (imageIds.length === 0) return
        used ??= await readUsed(database)
        const isUsed = used
        const unused = imageIds.filter(imageId => !isUsed.has(imageId))
        for (let from = 0; from < unused.length; from += FORGOTTEN_AT_ONCE) {
          const some = unused.slice(from, from + FORGOTTEN_AT_ONCE)
          await database.write.forgetImages({ imageIds: some, beforeMs })
        }
        after = imageIds.at(-1) ?? after
      }
    },
  }
}

/** The pictures that products have. */
async function readUsed(database: CatalogDeps['database']): Promise<ReadonlySet<string>> {
  const used = new Set<string>()
  for (let after = 0; ; ) {
    const rows = await database.read.listPictured({ after, limit: PRODUCTS })
    for (const { images } of rows) {
      for (const [imageId] of images.matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)) {
        used.add(imageId)
      }
    }
    if (rows.length < PRODUCTS) return used
    after = rows.at(-1)?.productNumber ?? after
  }
}
