import type { Job } from '#platform/jobs/jobs.ts'
import type { Live } from '#platform/live/live.ts'
import type { CatalogDeps } from './catalog-service.ts'
import { type SearchIndex, searchIndex } from './search-index.ts'

type Deps = Pick<CatalogDeps, 'database' | 'clock' | 'log'> & { readonly live: Live }

export type ProductSearch = {
  /** The index with all that was told of until now; older where the database does not answer. */
  fresh(): Promise<SearchIndex>
  /** Has a product read again before the next search; null changes nothing that is searched. */
  renew(productId: string | null): void
  /** Each process has an index of its own, and makes it when it starts. */
  readonly job: Job
}

const ROWS = 2_000
const CHANGES = 500
/** Of the time, this share at most is spent on reading all again while news may be missed. */
const RELOAD_SHARE = 20

/** Keeps the search of this process: made from the database at start, kept by news of changes. */
export function productSearch({ database, live, clock, log }: Deps): ProductSearch {
  const index = searchIndex()
  const changed = new Set<string>()
  let isLoaded = false
  let loadAgainAtMs: number | null = 0
  let mayLoadAtMs = 0
  let refreshing: Promise<void> | null = null

  live.onMissed(() => {
    loadAgainAtMs = mayLoadAtMs
  })

  async function load(): Promise<void> {
    const startedAtMs = clock.nowMs()
    loadAgainAtMs = null
    const before = new Set(index.productIds())
    for (let after = 0; ; ) {
      const rows = await database.read.listSearched({ after, limit: ROWS })
      for (const row of rows) {
        index.put(row)
        before.delete(row.productId)
      }
      if (rows.length < ROWS) break
      after = rows.at(-1)?.productNumber ?? after
    }
    for (const productId of before) index.remove(productId)
    isLoaded = true
    const tookMs = clock.nowMs() - startedAtMs
    mayLoadAtMs = clock.nowMs() + tookMs * RELOAD_SHARE
  }

  async function takeChanges(): Promise<void> {
    while (changed.size > 0) {
      const productIds = [...changed].slice(0, CHANGES)
      for (const productId of productIds) changed.delete(productId)
      try {
        const rows = await database.read.readSearched({ productIds })
        const present = new Set(rows.map(row => row.productId))
        for (const row of rows) index.put(row)
        for (const productId of productIds) if (!present.has(productId)) index.remove(productId)
      } catch (error) {
        for (const productId of productIds) changed.add(productId)
        throw error
      }
    }
  }

  const isBehind = () =>
    changed.size > 0 || (loadAgainAtMs !== null && clock.nowMs() >= loadAgainAtMs)

  async function catchUp(): Promise<void> {
    try {
      if (loadAgainAtMs !== null && clock.nowMs() >= loadAgainAtMs) await load()
      await takeChanges()
    } catch (error) {
      if (!isLoaded) {
        loadAgainAtMs = 0
        throw error
      }
      loadAgainAtMs ??= mayLoadAtMs
      log.warn({ err: error }, 'the search could not be brought up to date and is as it was')
    }
  }

  async function fresh(): Promise<SearchIndex> {
    // What came while the index caught up may have been read too late: it is looked at again.
    for (let rounds = 0; rounds < 2 && isBehind(); rounds++) {
      refreshing ??= catchUp().finally(() => {
        refreshing = null
      })
      await refreshing
    }
    return index
  }

  return {
    fresh,
    renew(productId) {
      if (productId !== null) changed.add(productId)
    },
    job: {
      name: 'catalog.keep_search_index',
      everyMs: 1_000,
      everywhere: true,
      async run() {
        await fresh()
      },
    },
  }
}
