import { type Static, Type } from 'typebox'
import { Head } from './ledger-checks.ts'
import { readJson, shaped, Unreadable } from './read-json.ts'

/** The address of a ledger, or the file into which a page wrote one. */
export type LedgerPlace = URL | string

export type ReadLedger = {
  readonly head: Static<typeof Head>
  readonly entries: readonly unknown[]
  /** The drop that was asked for. */
  readonly dropId: string
}

const PAGE_ENTRIES = 1_000

const Page = Type.Object({
  items: Type.Array(Type.Object({ index: Type.Integer() })),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
})
const LedgerFile = Type.Object({ head: Head, entries: Type.Array(Type.Unknown()) })

/** A head, and all entries that claim to be under it. */
export async function readLedger(place: LedgerPlace): Promise<ReadLedger> {
  if (typeof place === 'string') {
    const { head, entries } = shaped(LedgerFile, await readJson(place), place)
    return { head, entries, dropId: head.dropId }
  }
  const head = await readHead(place)
  const [, dropId = head.dropId] = /\/drops\/([^/]+)\/ledger/.exec(place.pathname) ?? []
  return { head, entries: await readEntries(place, head.size), dropId }
}

export async function readHead(ledgerUrl: URL): Promise<Static<typeof Head>> {
  const url = below(ledgerUrl, 'head')
  return shaped(Head, await readJson(url), url)
}

/** What stands below the ledger's address. */
export function below(ledgerUrl: URL, name: string): URL {
  const url = new URL(ledgerUrl)
  url.pathname = `${ledgerUrl.pathname.replace(/\/$/, '')}/${name}`
  return url
}

/** The shop may have gone on since the head was read: what came later is left out. */
async function readEntries(url: URL, size: number): Promise<unknown[]> {
  const entries: { index: number }[] = []
  const pageUrl = new URL(url)
  pageUrl.searchParams.set('limit', String(PAGE_ENTRIES))
  let cursor: string | null
  do {
    const { items, nextCursor } = shaped(Page, await readJson(pageUrl), pageUrl)
    if (items.length === 0 && nextCursor !== null) throw new Unreadable(`${pageUrl} has no end.`)
    entries.push(...items)
    cursor = nextCursor
    if (cursor !== null) pageUrl.searchParams.set('after', cursor)
    if (process.stderr.isTTY) process.stderr.write(`\r${entries.length} of ${size} entries `)
  } while (cursor !== null && entries.length <= size)
  return entries.filter(entry => entry.index < size)
}
