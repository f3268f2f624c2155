import type { LedgerEntry } from '#contracts/ledger.ts'

/** What is wrong with the entry of that index, as it numbers itself. */
type LedgerFault = {
  readonly index: number
  /** A name to tell it by, such as `oversold`. */
  readonly fault: string
  readonly sentence: string
}

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

const NEEDED = {
  planned: ['units', 'limitPerMember', 'opensAtMs', 'closesAtMs'],
  units_changed: ['delta', 'units'],
  reserved: ['position', 'member', 'quantity'],
  committed: ['position'],
  released: ['position'],
  expired: ['position'],
  returned: ['position', 'quantity'],
  joined: ['ticket', 'member', 'quantity'],
  left: ['ticket'],
  offered: ['ticket', 'position', 'member', 'quantity'],
  passed: ['ticket'],
} as const satisfies Record<LedgerEntry['kind'], readonly (keyof LedgerEntry)[]>

type Kind = LedgerEntry['kind']
type Needed<K extends Kind> = Required<Pick<LedgerEntry, (typeof NEEDED)[K][number]>>
/** An entry that says all that one of its kind must. */
type Entry<K extends Kind = Kind> = K extends Kind
  ? LedgerEntry & Needed<K> & { readonly kind: K }
  : never

/** What may follow for a reservation. Sold is released when it is cancelled before shipping. */
const STEPS = {
  held: { committed: 'sold', released: 'ended', expired: 'ended' },
  sold: { released: 'ended', returned: 'sold' },
  ended: {},
} as const

type ReservationState = keyof typeof STEPS
type Reservation = {
  readonly member: string
  readonly quantity: number
  state: ReservationState
  returnedUnits: number
}
type Ticket = {
  readonly member: string
  readonly quantity: number
  state: 'waiting' | 'offered' | 'ended'
}
type Found = Omit<LedgerFault, 'index'>

const found = (fault: string, sentence: string): Found => ({ fault, sentence })

/** The state of a drop, as far as its ledger has been read. */
const emptyBook = () => ({
  plan: null as Entry<'planned'> | null,
  units: 0,
  reserved: 0,
  sold: 0,
  lastIndex: -1,
  lastPosition: 0,
  lastAtMs: 0,
  indexes: new Set<number>(),
  reservations: new Map<number, Reservation>(),
  /** Live and paid units by pseudonym. */
  memberUnits: new Map<string, number>(),
  tickets: new Map<number, Ticket>(),
  /** The tickets that wait, in the order in which they joined. */
  line: new Set<number>(),
})
type Book = ReturnType<typeof emptyBook>

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

const isWhole = (entry: LedgerEntry): entry is Entry =>
  NEEDED[entry.kind].every(field => entry[field] !== undefined)

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

function* begin(book: Book, entry: Entry<'reserved' | 'offered'>): Generator<Found> {
  const { position, member, quantity } = entry
  const due = book.lastPosition + 1
  if (book.reservations.has(position)) {
    yield found('position_repeated', `Position ${position} was given before.`)
    return
  }
  if (position > due)
    yield found('position_gap', `Position ${position} stands where ${due} is due.`)
  if (position < due) {
    yield found('position_backwards', `Position ${position} comes after ${book.lastPosition}.`)
  }
  book.lastPosition = Math.max(book.lastPosition, position)
  book.reservations.set(position, { member, quantity, state: 'held', returnedUnits: 0 })
  book.reserved += quantity
  const owned = (book.memberUnits.get(member) ?? 0) + quantity
  book.memberUnits.set(member, owned)
  if (book.plan !== null && owned > book.plan.limitPerMember) {
    yield found('limit_exceeded', `The member has ${owned} of ${book.plan.limitPerMember} units.`)
  }
}

type Step = Entry<'committed' | 'released' | 'expired' | 'returned'>

function* step(book: Book, entry: Step): Generator<Found> {
  const { kind, position } = entry
  const reservation = book.reservations.get(position)
  if (reservation === undefined) {
    yield found('reservation_unknown', `Position ${position} was not given yet.`)
    return
  }
  const { state, quantity, member, returnedUnits } = reservation
  if (state === 'ended') {
    yield found('reservation_ended', `Position ${position} had ended before.`)
    return
  }
  const next = nextState(state, kind)
  // What was returned in part was delivered, and cannot be cancelled any more.
  if (next === undefined || (kind === 'released' && returnedUnits > 0)) {
    yield found('step_illegal', `Position ${position} is ${state} and cannot be ${kind}.`)
    return
  }
  if (entry.kind === 'returned') {
    yield* giveBack(book, reservation, entry.quantity)
    return
  }
  reservation.state = next
  if (state === 'held') book.reserved -= quantity
  else book.sold -= quantity
  if (next === 'sold') book.sold += quantity
  else book.memberUnits.set(member, (book.memberUnits.get(member) ?? 0) - quantity)
}

function nextState(state: ReservationState, kind: Step['kind']): ReservationState | undefined {
  const steps: Partial<Record<Step['kind'], ReservationState>> = STEPS[state]
  return steps[kind]
}

/** Units of what was sold come back. The member's limit is not given back with them. */
function* giveBack(book: Book, reservation: Reservation, quantity: number): Generator<Found> {
  const out = reservation.quantity - reservation.returnedUnits
  if (quantity > out) {
    yield found('returned_too_many', `${quantity} units come back where ${out} were out.`)
    return
  }
  reservation.returnedUnits += quantity
  book.sold -= quantity
}

function* join(book: Book, entry: Entry<'joined'>): Generator<Found> {
  const { ticket, member, quantity } = entry
  if (book.tickets.has(ticket)) {
    yield found('ticket_repeated', `Ticket ${ticket} was given before.`)
    return
  }
  book.tickets.set(ticket, { member, quantity, state: 'waiting' })
  book.line.add(ticket)
}

function* offer(book: Book, entry: Entry<'offered'>): Generator<Found> {
  const ticket = book.tickets.get(entry.ticket)
  if (ticket?.state !== 'waiting') {
    yield found('ticket_not_waiting', `Ticket ${entry.ticket} does not wait.`)
    return
  }
  const [head] = book.line
  if (head !== entry.ticket) {
    yield found('line_passed', `It is for ticket ${entry.ticket}, and ${head} is before it.`)
  }
  if (ticket.member !== entry.member || ticket.quantity < entry.quantity) {
    yield found('offer_differs', `It is not what ticket ${entry.ticket} waits for.`)
  }
  ticket.state = 'offered'
  book.line.delete(entry.ticket)
}

/** Also after an offer, which may be turned down or run out of time. */
function* leaveLine(book: Book, entry: Entry<'left' | 'passed'>): Generator<Found> {
  const ticket = book.tickets.get(entry.ticket)
  if (ticket === undefined || ticket.state === 'ended') {
    yield found('ticket_not_waiting', `Ticket ${entry.ticket} does not wait.`)
    return
  }
  ticket.state = 'ended'
  book.line.delete(entry.ticket)
}
