import type { LedgerEntry, SignedHead } from '#contracts/ledger.ts'
import { type FaultName, NEEDED } from '#contracts/ledger-rules/ledger-book.ts'
import { type LedgerReplay, replayLedger } from '#contracts/ledger-rules/replay-ledger.ts'
import { canonicalText } from '#web/storefront/receipt/canonical-text.ts'
import { hexOf, leafHash, rootOfLeaves } from '#web/storefront/receipt/inclusion.ts'
import { type PublicKey, signatureOf } from '#web/storefront/receipt/signed-head.ts'

/** What the shop serves: the newest head, and the entries that it says are under it. */
export type ServedLedger = { readonly head: SignedHead; readonly entries: readonly LedgerEntry[] }

export const PROMISES = [
  ...(['whole', 'root', 'signature'] as const),
  ...(['order', 'units', 'limit', 'numbers', 'line', 'endings'] as const),
] as const
/** One thing that a ledger promises. The first three are about all of it, the others about lines. */
export type LedgerPromise = (typeof PROMISES)[number]

/** `unable`: this browser cannot compute it, or nothing was left to look at. */
export type Kept = 'right' | 'wrong' | 'unable'

export type EntryFault = { readonly index: number; readonly fault: FaultName | 'entry_malformed' }

export type LedgerAudit = {
  readonly is: 'verified' | 'wrong' | 'unable'
  readonly kept: Readonly<Record<LedgerPromise, Kept>>
  /** In the order of the ledger; a later one may be the shadow of an earlier one. */
  readonly faults: readonly EntryFault[]
  readonly counters: LedgerReplay['counters'] | null
}

/** Which promise is broken where this is found. */
const PROMISE_OF: Readonly<Record<EntryFault['fault'], LedgerPromise>> = {
  entry_malformed: 'order',
  field_missing: 'order',
  not_planned: 'order',
  drop_differs: 'order',
  index_gap: 'order',
  index_repeated: 'order',
  index_backwards: 'order',
  instant_backwards: 'order',
  oversold: 'units',
  units_differ: 'units',
  number_invalid: 'units',
  plan_changed: 'units',
  returned_too_many: 'units',
  limit_exceeded: 'limit',
  position_gap: 'numbers',
  position_repeated: 'numbers',
  position_backwards: 'numbers',
  line_passed: 'line',
  offer_differs: 'line',
  ticket_not_waiting: 'line',
  ticket_repeated: 'line',
  reservation_unknown: 'endings',
  reservation_ended: 'endings',
  step_illegal: 'endings',
}

/**
 * Checks a whole ledger with nothing but the shop's public keys: that these are all entries under
 * the head, that the shop signed that, and that their replay breaks none of the rules.
 */
export async function auditLedger(
  served: ServedLedger,
  dropId: string,
  keys: readonly PublicKey[],
): Promise<LedgerAudit> {
  const { faults, counters } = replayOf(served.entries, dropId)
  const broken = new Set(faults.map(({ fault }) => PROMISE_OF[fault]))
  const ofLines = (promise: LedgerPromise): Kept => {
    if (broken.has(promise)) return 'wrong'
    return counters === null ? 'unable' : 'right'
  }
  const kept = {
    whole: isWhole(served, dropId) ? 'right' : 'wrong',
    ...(await provenOf(served, keys)),
    order: ofLines('order'),
    units: ofLines('units'),
    limit: ofLines('limit'),
    numbers: ofLines('numbers'),
    line: ofLines('line'),
    endings: ofLines('endings'),
  } satisfies LedgerAudit['kept']
  return { is: sumOf(Object.values(kept)), kept, faults, counters }
}

const isWhole = ({ head, entries }: ServedLedger, dropId: string): boolean =>
  entries.length > 0 && entries.length === head.size && head.dropId === dropId

function sumOf(kept: readonly Kept[]): LedgerAudit['is'] {
  if (kept.includes('wrong')) return 'wrong'
  return kept.includes('unable') ? 'unable' : 'verified'
}

async function provenOf(
  { head, entries }: ServedLedger,
  keys: readonly PublicKey[],
): Promise<Record<'root' | 'signature', Kept>> {
  if (globalThis.crypto?.subtle === undefined) return { root: 'unable', signature: 'unable' }
  const leaves = await Promise.all(entries.map(entry => leafHash(canonicalText(entry))))
  const isRoot = hexOf(await rootOfLeaves(leaves)) === head.rootHash
  return { root: isRoot ? 'right' : 'wrong', signature: await signatureOf(head, keys) }
}

function replayOf(
  entries: readonly LedgerEntry[],
  dropId: string,
): Pick<LedgerAudit, 'faults' | 'counters'> {
  const malformed = entries.findIndex(entry => !isEntry(entry))
  if (malformed >= 0) {
    return { faults: [{ index: malformed, fault: 'entry_malformed' }], counters: null }
  }
  const { faults, counters } = replayLedger(entries)
  const [first] = entries
  const isOther = first !== undefined && first.dropId !== dropId
  const other: EntryFault[] = isOther ? [{ index: first.index, fault: 'drop_differs' }] : []
  return { faults: [...other, ...faults], counters }
}

/** What was served is judged, so its shape is not taken on trust. */
function isEntry(value: LedgerEntry | null): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { kind, dropId, member = '', ...rest } = value
  const { index, atMs, ...counts } = rest
  return (
    Object.hasOwn(NEEDED, kind) &&
    [dropId, member].every(text => typeof text === 'string') &&
    [index, atMs, ...Object.values(counts)].every(Number.isSafeInteger)
  )
}
