import { type Book, type Entry, type Found, found } from './ledger-book.ts'

/** Somebody waits, behind all who came before. */
export function* join(book: Book, entry: Entry<'joined'>): Generator<Found> {
  const { ticket, member, quantity } = entry
  if (book.tickets.has(ticket)) {
    yield found('ticket_repeated', `Ticket ${ticket} was given before.`)
    return
  }
  book.tickets.set(ticket, { member, quantity, state: 'waiting' })
  book.line.add(ticket)
}

/** Who is first in line is offered no more than was asked. */
export function* offer(book: Book, entry: Entry<'offered'>): Generator<Found> {
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

/** Somebody waits no more; also after an offer, which may be turned down or run out of time. */
export function* leaveLine(book: Book, entry: Entry<'left' | 'passed'>): Generator<Found> {
  const ticket = book.tickets.get(entry.ticket)
  if (ticket === undefined || ticket.state === 'ended') {
    yield found('ticket_not_waiting', `Ticket ${entry.ticket} does not wait.`)
    return
  }
  ticket.state = 'ended'
  book.line.delete(entry.ticket)
}
