import type { QueryClient } from '@tanstack/react-query'
import { matchPath } from 'react-router'
import { reading } from '#web/kit/ask-shop.ts'
import { untilAnswered } from './drop/until-answered.ts'
import { storefrontPages } from './storefront-pages.ts'

/**
 * Begins to load the page of an address with what it shows, all at once: on a slow phone each thing
 * that waits for another costs a journey.
 */
export function beginPage(pathname: string, queries: QueryClient): void {
  storefrontPages.find(({ path }) => matchPath(path, pathname))?.begin()
  const dropId = matchPath('/drops/:dropId', pathname)?.params.dropId
  if (dropId !== undefined) void beginDrop(dropId, queries)
}

async function beginDrop(dropId: string, queries: QueryClient): Promise<void> {
  await queries.prefetchQuery({ ...reading('stock.readDrop', { dropId }), ...untilAnswered })
  const drop = queries.getQueryData<{ productId: string }>(['stock.readDrop', { dropId }])
  if (drop === undefined) return
  await queries.prefetchQuery(reading('catalog.readProduct', { productId: drop.productId }))
}
