import { type Book, type Entry, type Found, found, type Reservation } from './ledger-book.ts'

/** A reservation begins: positions follow one another, and no member has more than the limit. */
export function* begin(book: Book, entry: Entry<'reserved' | 'offered'>): Generator<Found> {
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

/** What may follow for a reservation. Sold is released when it is cancelled before shipping. */
const STEPS = {
  held: { committed: 'sold', released: 'ended', expired: 'ended' },
  sold: { released: 'ended', returned: 'sold' },
  ended: {},
} as const

type Step = Entry<'committed' | 'released' | 'expired' | 'returned'>

/** What a reservation came to. It ends once; what was sold may come back. */
export function* step(book: Book, entry: Step): Generator<Found> {
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

function nextState(
  state: Reservation['state'],
  kind: Step['kind'],
): Reservation['state'] | undefined {
  const steps: Partial<Record<Step['kind'], Reservation['state']>> = STEPS[state]
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
