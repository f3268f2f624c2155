import type { Distributed } from '#platform/shop-profile.ts'

/** Shops that share engines differ by the prefix of their schemas, topics and keys. */
export function prefixOf({ mysqlUrl }: Pick<Distributed, 'mysqlUrl'>): string {
  return new URL(mysqlUrl).pathname.slice(1) || 'firstcome'
}
