import type { LedgerEntry, SignedHead } from '#contracts/ledger.ts'
import { canonicalJson } from '#platform/security/canonical-json.ts'
import { signCompact } from '#platform/security/jws.ts'
import { leafHash } from '#platform/security/merkle-hash.ts'
import {
  consistencyPath,
  inclusionPath,
  type NodeSource,
} from '#platform/security/merkle-prover.ts'
import {
  type Appended,
  appendLeaves,
  type Frontier,
  frontierFromBytes,
} from '#platform/security/merkle-tree.ts'
import type { NewEntry } from './ledger-entries.ts'
import type { StockSettings, StockTransaction } from './stock-tables.ts'

/** The type in the header of a head's signature, so that it can never pass for a token. */
const HEAD_TYPE = 'ledger-head'

/** Canonical JSON has no line breaks of its own. */
const LINE = '\n'
/** So that one row stays of a moderate size. */
const SEGMENT = 1_000

export type AppendedEntries = {
  readonly frontier: Frontier
  /** Canonical JSON of each entry, in order. */
  readonly texts: readonly string[]
  readonly firstIndex: number
  readonly pathHexOf: Appended['pathHexOf']
  /** JSON text of the signed head. */
  readonly head: string
}

/** Appends entries to a drop's ledger, under the drop's lock: one signature for all of them. */
export async function appendEntries(
  trx: StockTransaction,
  drop: { readonly dropId: string; readonly frontier: Frontier; readonly nowMs: number },
  entries: readonly NewEntry[],
): Promise<AppendedEntries> {
  const { dropId, frontier, nowMs } = drop
  const firstIndex = frontier.size
  const texts = entries.map((entry, offset) =>
    canonicalJson({ ...entry, index: firstIndex + offset, dropId, atMs: nowMs }),
  )
  const leaves = texts.map(leafHash)
  const appended = appendLeaves(frontier, leaves)
  const head = signedHead(trx.settings, {
    dropId,
    size: appended.frontier.size,
    rootHash: appended.rootHash.toString('hex'),
    atMs: nowMs,
  })
  for (let from = 0; from < texts.length; from += SEGMENT) {
    const entries = texts.slice(from, from + SEGMENT).join(LINE)
    await trx.sql.later(
      'insert into ledger_segment (drop_id, first_index, entries, head) values (?, ?, ?, ?)',
      [dropId, firstIndex + from, entries, head],
    )
  }
  await trx.sql.later(
    'insert into ledger_node (drop_id, level, node_index, hash) values (?, ?, ?, ?)',
    ...appended.kept.map(({ level, index, hash }) => [dropId, level, index, hash]),
  )
  return { frontier: appended.frontier, texts, firstIndex, pathHexOf: appended.pathHexOf, head }
}

function signedHead({ signingKey }: StockSettings, head: Omit<SignedHead, 'jws'>): string {
  const jws = signCompact(canonicalJson(head), signingKey, HEAD_TYPE)
  return JSON.stringify({ ...head, jws })
}

/** The frontier as the drop's row keeps it. */
export const storedFrontier = (size: number, bytes: Uint8Array): Frontier =>
  frontierFromBytes(size, bytes)

/** A receipt as JSON text: the entry, its path, and the head of the batch that made it. */
export async function readReceipt(
  trx: StockTransaction,
  dropId: string,
  index: number,
): Promise<string> {
  const found = await findEntry(trx, dropId, index)
  if (found === null) throw new Error(`drop ${dropId} has no ledger entry ${index}`)
  const { size } = JSON.parse(found.head) as SignedHead
  const path = await inclusionPath(nodeSource(trx, dropId), index, size)
  return receiptText(
    found.entry,
    index,
    path.map(hash => hash.toString('hex')),
    found.head,
  )
}

export function receiptText(
  entry: string,
  index: number,
  pathHex: readonly string[],
  head: string,
): string {
  const path = pathHex.length === 0 ? '' : `"${pathHex.join('","')}"`
  return `{"entry":${entry},"index":${index},"path":[${path}],"head":${head}}`
}

export const ledgerReads = {
  /** Entries after an index, as they were written: JSON texts. */
  async readLedger(
    trx: StockTransaction,
    { dropId, after, limit }: { dropId: string; after: number; limit: number },
  ): Promise<{ size: number; entries: LedgerEntry[] } | null> {
    const size = await ledgerSize(trx, dropId)
    if (size === null) return null
    const texts = await readEntries(trx, dropId, after + 1, Math.min(after + 1 + limit, size))
    return { size, entries: texts.map(text => JSON.parse(text) as LedgerEntry) }
  },

  async readLedgerHead(
    trx: StockTransaction,
    { dropId }: { dropId: string },
  ): Promise<SignedHead | null> {
    const [row] = await trx.sql.all<{ head: string }>(
      'select head from ledger_segment where drop_id = ? order by first_index desc limit 1',
      dropId,
    )
    return row === undefined ? null : JSON.parse(row.head)
  },

  /** The proof of an entry against the newest head: JSON text of a receipt. */
  async readLedgerProof(
    trx: StockTransaction,
    { dropId, entry }: { dropId: string; entry: number },
  ): Promise<string | null> {
    const head = await ledgerReads.readLedgerHead(trx, { dropId })
    if (head === null || entry >= head.size) return null
    const found = await findEntry(trx, dropId, entry)
    if (found === null) return null
    const path = await inclusionPath(nodeSource(trx, dropId), entry, head.size)
    return receiptText(found.entry, entry, path.map(hex), JSON.stringify(head))
  },

  async readLedgerConsistency(
    trx: StockTransaction,
    { dropId, from, to }: { dropId: string; from: number; to: number },
  ): Promise<string[] | null> {
    const size = await ledgerSize(trx, dropId)
    if (size === null || from > to || to > size) return null
    return (await consistencyPath(nodeSource(trx, dropId), from, to)).map(hex)
  },
}

const hex = (hash: Buffer): string => hash.toString('hex')

async function ledgerSize(trx: StockTransaction, dropId: string): Promise<number | null> {
  const [row] = await trx.sql.all<{ size: number }>(
    'select ledger_size as size from drop_sale where drop_id = ?',
    dropId,
  )
  return row?.size ?? null
}

function nodeSource(trx: StockTransaction, dropId: string): NodeSource {
  return async (level, from, to) => {
    if (level === 0) return (await readEntries(trx, dropId, from, to)).map(leafHash)
    const rows = await trx.sql.all<{ hash: Uint8Array }>(
      'select hash from ledger_node where drop_id = ? and level = ? and node_index >= ? and node_index < ? order by node_index',
      dropId,
      level,
      from,
      to,
    )
    return rows.map(row => Buffer.from(row.hash))
  }
}

type SegmentRow = { readonly firstIndex: number; readonly entries: string; readonly head: string }

const SEGMENT_COLUMNS = 'select first_index as firstIndex, entries, head from ledger_segment'

/** The segment that holds this entry, or would. */
async function findSegment(
  trx: StockTransaction,
  dropId: string,
  index: number,
): Promise<SegmentRow | undefined> {
  const [row] = await trx.sql.all<SegmentRow>(
    `${SEGMENT_COLUMNS} where drop_id = ? and first_index <= ? order by first_index desc limit 1`,
    dropId,
    index,
  )
  return row
}

async function findEntry(
  trx: StockTransaction,
  dropId: string,
  index: number,
): Promise<{ entry: string; head: string } | null> {
  const segment = await findSegment(trx, dropId, index)
  const entry = segment?.entries.split(LINE)[index - segment.firstIndex]
  return segment === undefined || entry === undefined ? null : { entry, head: segment.head }
}

/** The texts of the entries `from` ≤ index < `to`. */
async function readEntries(
  trx: StockTransaction,
  dropId: string,
  from: number,
  to: number,
): Promise<string[]> {
  const first = await findSegment(trx, dropId, from)
  if (first === undefined || from >= to) return []
  const texts = first.entries.split(LINE).slice(from - first.firstIndex, to - first.firstIndex)
  const others = await trx.sql.all<SegmentRow>(
    `${SEGMENT_COLUMNS} where drop_id = ? and first_index > ? and first_index < ? order by first_index limit ?`,
    dropId,
    first.firstIndex,
    to,
    to - from,
  )
  for (const { firstIndex, entries } of others) {
    for (const text of entries.split(LINE).slice(0, to - firstIndex)) texts.push(text)
  }
  return texts
}
