import { AssertionError } from 'node:assert'
import type { KeyObject } from 'node:crypto'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { LedgerEntry } from '#contracts/ledger.ts'
import { type LedgerReplay, replayLedger } from '#contracts/ledger-rules/replay-ledger.ts'
import { Money } from '#contracts/money.ts'
import { orderIdOf } from '#contracts/order-id.ts'
import { canonicalJson } from '#platform/security/canonical-json.ts'
import { verifyCompact } from '#platform/security/jws.ts'
import { leafHash } from '#platform/security/merkle-hash.ts'
import { appendLeaves, emptyFrontier } from '#platform/security/merkle-tree.ts'
import { verifyConsistency, verifyInclusion } from '#platform/security/merkle-verifier.ts'
import { showInstant } from '#run/show-instant.ts'

// Wider than the contract: what has been altered is to be judged, and not only refused.
export const Head = Type.Object({
  dropId: Type.String(),
  size: Type.Integer(),
  rootHash: Type.String(),
  atMs: Type.Integer(),
  jws: Type.String(),
})
export const ReceiptProof = Type.Object({
  entry: Type.Object({}),
  index: Type.Integer(),
  path: Type.Array(Type.String()),
  head: Head,
})

/** The public keys of the shop, by their `kid`. */
export type Keys = ReadonlyMap<string, KeyObject>

/** One thing that was looked at. `fault` is null where it is as it should be. */
export type Check = {
  readonly fault: string | null
  readonly sentence: string
  /** Of the ledger's entry that is meant. */
  readonly index?: number
}

/** Checks that the entry of a receipt is in the ledger of its head, and who signed that. */
export function checkReceipt(receipt: Static<typeof ReceiptProof>, keys: Keys): Check[] {
  const { entry, index, path, head } = receipt
  if (!isEntry(entry)) {
    return [wrong('entry_malformed', 'The entry is none that a ledger can hold.')]
  }
  const isInLedger = verifyInclusion({
    index,
    size: head.size,
    leafHash: leafHash(canonicalJson(entry)),
    path: path.map(hashOf),
    rootHash: hashOf(head.rootHash),
  })
  return [
    entry.index === index
      ? right(`The receipt is for entry ${index}, of the kind ${entry.kind}.`)
      : wrong('index_differs', `The receipt is for entry ${index}, but has entry ${entry.index}.`),
    entry.dropId === head.dropId
      ? right(`The entry and the head are of the drop ${head.dropId}.`)
      : wrong('drop_differs', `The entry is of ${entry.dropId}, the head of ${head.dropId}.`),
    isInLedger
      ? right(`The path leads from the entry to the root of a ledger of ${head.size} entries.`)
      : wrong('path_wrong', 'The path does not lead from the entry to the root of the head.'),
    ...checkHead(head, keys),
  ]
}

/** What a receipt proves of the answer that it came with. */
const provenFields = ['dropId', 'position', 'quantity']

/** What an answer says beside its receipt must be what the receipt proves, and agree with itself. */
export function checkAnswer(answer: object, { entry }: Static<typeof ReceiptProof>): Check[] {
  const proven = new Map(Object.entries(entry))
  const said = Object.entries(answer).filter(([name]) => provenFields.includes(name))
  return [
    ...said.map(([name, value]) =>
      value === proven.get(name)
        ? right(`The answer and the entry have the same ${name}.`)
        : wrong('answer_differs', `The answer has the ${name} ${value}, not ${proven.get(name)}.`),
    ),
    ...checkIds(answer),
    ...checkTotal(answer, proven.get('quantity')),
  ]
}

/** What an answer says beside that, which nothing can be held against. */
export function unprovenIn(answer: object): string[] {
  return Object.keys(answer).filter(name => name !== 'receipt' && !provenFields.includes(name))
}

function checkIds(answer: object): Check[] {
  const { reservationId, orderId } = answer as { reservationId?: unknown; orderId?: unknown }
  if (reservationId === undefined || orderId === undefined) return []
  return typeof reservationId === 'string' && orderIdOf(reservationId) === orderId
    ? [right('The order and the reservation belong together.')]
    : [wrong('ids_differ', `The order ${orderId} is not of the reservation ${reservationId}.`)]
}

const Priced = Compile(Type.Object({ unitPrice: Money, total: Money }))

function checkTotal(answer: object, quantity: unknown): Check[] {
  if (!('unitPrice' in answer && 'total' in answer)) return []
  return Priced.Check(answer) &&
    typeof quantity === 'number' &&
    answer.unitPrice.currency === answer.total.currency &&
    answer.unitPrice.amountMinor * quantity === answer.total.amountMinor
    ? [right('The total is the price times the quantity.')]
    : [wrong('total_differs', 'The total is not the price times the quantity.')]
}

/** Checks that these are all entries under the head of this drop, and replays them. */
export function checkLedger(
  entries: readonly unknown[],
  head: Static<typeof Head>,
  dropId: string,
  keys: Keys,
): { checks: Check[]; counters: LedgerReplay['counters'] | null } {
  if (!entries.every(isEntry)) {
    const place = entries.findIndex(entry => !isEntry(entry))
    const sentence = `What was served as number ${place} is no entry of a ledger.`
    return {
      checks: [wrong('entry_malformed', sentence), ...checkHead(head, keys)],
      counters: null,
    }
  }
  const { faults, counters } = replayLedger(entries)
  const { units, sold, reserved, remaining, positions } = counters
  const checks: Check[] = [
    entries.length === head.size
      ? right(`All ${head.size} entries are there.`)
      : wrong('size_differs', `${entries.length} entries are there, ${head.size} were signed.`),
    rootOf(entries).equals(hashOf(head.rootHash))
      ? right(`They have the root of the head, ${head.rootHash}.`)
      : wrong(
          'root_differs',
          'They have another root than the head: one of them is not as it was.',
        ),
    [head, ...entries].every(one => one.dropId === dropId)
      ? right(`They are of the drop ${dropId}.`)
      : wrong('drop_differs', `They are not all of the drop ${dropId}.`),
    ...checkHead(head, keys),
    ...faults,
  ]
  if (faults.length === 0) {
    checks.push(
      right('Replayed: never oversold, nobody over the limit, nobody passed in line.'),
      right(
        `${counted(positions, 'reservation')} of ${counted(units, 'unit')}: ${sold} sold, ${reserved} held, ${remaining} free.`,
      ),
    )
  }
  return { checks, counters }
}

type Whole = { readonly entries: readonly unknown[]; readonly head: Static<typeof Head> }

/** Checks a whole ledger, and that the one of the older head is its beginning. */
export function checkPast(older: Static<typeof Head>, whole: Whole, keys: Keys): Check[] {
  const { entries, head } = whole
  const { checks, counters } = checkLedger(entries, head, older.dropId, keys)
  if (counters === null) return checks
  const past = entries.slice(0, older.size)
  const isPast = past.length === older.size && rootOf(past).equals(hashOf(older.rootHash))
  return [...checks, isPast ? onlyAdds(older, head) : pastDiffers]
}

type Growth = {
  readonly older: Static<typeof Head>
  readonly newer: Static<typeof Head>
  /** RFC 9162 2.1.4: hashes in hex. */
  readonly path: readonly string[]
}

/** Checks that the ledger of the newer head only adds to that of the older, and who signed it. */
export function checkGrowth({ older, newer, path }: Growth, keys: Keys): Check[] {
  const isGrown = verifyConsistency({
    ...{ from: older.size, to: newer.size, path: path.map(hashOf) },
    fromRootHash: hashOf(older.rootHash),
    toRootHash: hashOf(newer.rootHash),
  })
  return [
    older.dropId === newer.dropId
      ? right(`The ledger of now is of the drop ${newer.dropId} too.`)
      : wrong('drop_differs', `The receipt is of ${older.dropId}, the ledger of ${newer.dropId}.`),
    isGrown ? onlyAdds(older, newer) : pastDiffers,
    ...checkHead(newer, keys),
  ]
}

function checkHead({ jws, ...claims }: Static<typeof Head>, keys: Keys): Check[] {
  const signed = verifyCompact(jws, keys, 'ledger-head')
  if (signed.outcome !== 'valid') {
    return [wrong(`head_${signed.outcome}`, 'The head is not signed by a key of the shop.')]
  }
  return [
    right('The head is signed by a key of the shop.'),
    signed.payloadText === canonicalOrNull(claims)
      ? right(`What is signed is the head, of ${instantOf(claims.atMs)}.`)
      : wrong('head_differs', `What is signed is another head: ${signed.payloadText}`),
  ]
}

/** What no calendar has, a shop may have signed all the same. */
const instantOf = (atMs: number): string =>
  Math.abs(atMs) <= LAST_OF_CALENDAR_MS ? `${showInstant(atMs)} UTC` : `${atMs} ms since 1970`

/** ECMA-262, time values. */
const LAST_OF_CALENDAR_MS = 8.64e15

type Sized = { readonly size: number }

const onlyAdds = (older: Sized, newer: Sized): Check =>
  right(`Its ${newer.size} entries only add to the ${older.size} of the receipt's ledger.`)

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`

const right = (sentence: string): Check => ({ fault: null, sentence })
const wrong = (fault: string, sentence: string): Check => ({ fault, sentence })

const pastDiffers = wrong(
  'past_differs',
  'The ledger of now does not have that of the receipt as its past.',
)

const rootOf = (entries: readonly unknown[]): Buffer =>
  appendLeaves(
    emptyFrontier,
    entries.map(entry => leafHash(canonicalJson(entry))),
  ).rootHash

// What is not exactly a hash in hex becomes one that nothing has.
const hashOf = (hex: string): Buffer => Buffer.from(/^[0-9a-f]{64}$/.test(hex) ? hex : '', 'hex')

const entryShape = Compile(LedgerEntry)
const isEntry = (value: unknown): value is LedgerEntry =>
  entryShape.Check(value) && canonicalOrNull(value) !== null

function canonicalOrNull(value: unknown): string | null {
  try {
    return canonicalJson(value)
  } catch (error) {
    if (error instanceof AssertionError) return null
    throw error
  }
}
