import type { LedgerEntry } from '#contracts/ledger.ts'
import {
  type Book,
  type Entry,
  emptyBook,
  type Found,
  found,
  isWhole,
  type LedgerFault,
  NEEDED,
} from './ledger-book.ts'
import { join, leaveLine, offer } from './replay-line.ts'
import { begin, step } from './replay-reservations.ts'

export type LedgerReplay = {
  readonly faults: readonly LedgerFault[]
  readonly counters: {
    readonly entries: number
    readonly units: number
    /** Units that are held; `sold` are those that were paid. */
    readonly reserved: number
    readonly sold: number
    readonly remaining: number
    /** Tickets in line. */
    readonly waiting: number
    /** Reservations that were made, whatever became of them. */
    readonly positions: number
  }
}

/**
 * Replays a drop's ledger from its first entry, as a stranger would who trusts its words alone:
 * never oversold, nobody over the limit, nobody passed in line, each reservation ended once.
 * After a fault it goes on as well as it can: a later one may be the shadow of an earlier one.
 */
export function replayLedger(entries: Iterable<LedgerEntry>): LedgerReplay {
  const book = emptyBook()
  const faults: LedgerFault[] = []
  for (const entry of entries) {
    for (const fault of readEntry(book, entry)) faults.push({ index: entry.index, ...fault })
  }
  const { units, reserved, sold } = book
  const counters = {
    entries: book.indexes.size,
    units,
    reserved,
    sold,
    remaining: remaining(book),
    waiting: book.line.size,
    positions: book.reservations.size,
  }
  return { faults, counters }
}

const remaining = (book: Book): number => book.units - book.reserved - book.sold

function* readEntry(book: Book, entry: LedgerEntry): Generator<Found> {
  const isRepeated = book.indexes.has(entry.index)
  yield* followOrder(book, entry)
  if (isRepeated) return // What it does was done when it came first.
  if (!isWhole(entry)) {
    yield found('field_missing', `${entry.kind} needs ${NEEDED[entry.kind].join(', ')}.`)
    return
  }
  const { quantity = 1, units = 0 } = entry
  // A quantity below zero would make units out of nothing.
  if (
    !Number.isSafeInteger(quantity) ||
    quantity < 1 ||
    !Number.isSafeInteger(units) ||
    units < 0
  ) {
    yield found('number_invalid', `It counts ${units} units, and a quantity of ${quantity}.`)
    return
  }
  const before = remaining(book)
  yield* turnTo(book, entry)
  const after = remaining(book)
  // Said where it happens, and not again by every entry that leaves it so.
  if (book.plan !== null && after < 0 && after < before) {
    yield found('oversold', `After it, ${-after} more units are given than the drop has.`)
  }
}

function* followOrder(book: Book, entry: LedgerEntry): Generator<Found> {
  const { index, atMs, dropId, kind } = entry
  const due = book.lastIndex + 1
  if (book.indexes.has(index)) yield found('index_repeated', 'It stands in the ledger twice.')
  else if (index > due) yield found('index_gap', `It stands where entry ${due} is due.`)
  else if (index < due) yield found('index_backwards', `It stands after entry ${book.lastIndex}.`)
  if (atMs < book.lastAtMs) {
    yield found('instant_backwards', `It is ${book.lastAtMs - atMs} ms before an earlier entry.`)
  }
  if (book.plan === null && book.indexes.size === 0 && kind !== 'planned') {
    yield found('not_planned', 'A ledger begins with the plan of its drop.')
  }
  if (book.plan !== null && book.plan.dropId !== dropId) {
    yield found('drop_differs', `It is of the drop ${dropId}.`)
  }
  book.indexes.add(index)
  book.lastIndex = Math.max(book.lastIndex, index)
  book.lastAtMs = Math.max(book.lastAtMs, atMs)
}

function* turnTo(book: Book, entry: Entry): Generator<Found> {
  switch (entry.kind) {
    case 'planned':
      yield* plan(book, entry)
      break
    case 'units_changed':
      if (book.units + entry.delta !== entry.units) {
        yield found('units_differ', `${book.units} and ${entry.delta} are not ${entry.units}.`)
      }
      book.units = entry.units
      break
    case 'joined':
      yield* join(book, entry)
      break
    case 'left':
    case 'passed':
      yield* leaveLine(book, entry)
      break
    case 'reserved':
      if (book.line.size > 0) {
        yield found('line_passed', `It is served while ${book.line.size} wait in line.`)
      }
      yield* begin(book, entry)
      break
    case 'offered':
      yield* offer(book, entry)
      yield* begin(book, entry)
      break
    default:
      yield* step(book, entry)
  }
}

/** A plan may be changed until the first member comes; after that, only its closing. */
function* plan(book: Book, entry: Entry<'planned'>): Generator<Found> {
  const isSame =
    entry.units === book.units &&
    entry.limitPerMember === book.plan?.limitPerMember &&
    entry.opensAtMs === book.plan.opensAtMs
  const hasBegun = book.reservations.size + book.tickets.size > 0
  if (book.plan !== null && hasBegun && !isSame) {
    yield found('plan_changed', 'The plan is changed after the first member came.')
  }
  book.plan = entry
  book.units = entry.units
}
