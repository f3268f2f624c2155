import type { Order } from '#contracts/orders.ts'
import type { Reservation } from '#contracts/stock.ts'
import { ask } from '#web/kit/ask-shop.ts'
import { isRefusal, type Refusal, Refused } from '#web/kit/refusal.ts'
import { type Bought, type Lapsed, lapsedFrom, type Mine, orderUnits } from './drop-scene.ts'
import { keptPress } from './kept-press.ts'
import { endPressOf } from './press.ts'

type Around = {
  /** When the drop opened: no order of it is older. */
  readonly openedAtMs?: number
  /** The reservation that the line offered. */
  readonly offered?: string | undefined
  readonly holds?: (held: Reservation) => void
}

const nobodys: ReadonlySet<string> = new Set(['cancelled', 'expired'])

/**
 * What the member has of a drop: by the press that this browser keeps, and by the member's orders,
 * so that a second device shows the same. An order follows its reservation by a moment, so the
 * kept one is asked for by its own name, and so is the one that is offered to who waited. Where
 * the orders cannot be read, which is thrown, `holds` tells the one of these that is held.
 */
export async function readMine(
  dropId: string,
  { openedAtMs = 0, offered, holds = () => undefined }: Around = {},
): Promise<Mine> {
  const listed = await listOrders(openedAtMs)
  const all = (isRefusal(listed) ? [] : listed).filter(order => order.dropId === dropId)
  const orders = all.filter(({ state }) => !nobodys.has(state))
  const kept = keptPress(dropId)?.reservationId
  const waiting = orders.filter(({ state }) => state === 'awaiting_payment')
  const ids = new Set([kept, offered, ...waiting.map(idOf)].filter(id => id !== undefined))
  const reservations = await Promise.all([...ids].map(readReservation))
  const held = reservations.find(isHeld) ?? null
  if (isRefusal(listed)) {
    if (held !== null) holds(held)
    throw new Refused(listed)
  }
  const pressed = reservations.find(one => one?.reservationId === kept) ?? null
  // What was pressed for is over: the next press is a new one.
  if (kept !== undefined && !isHeld(pressed)) endPressOf(dropId, kept)
  const sold = new Set(
    reservations.filter(one => one?.state === 'committed').map(one => one?.orderId),
  )
  const bought = orders.filter(
    ({ state, orderId }) => state !== 'awaiting_payment' || sold.has(orderId),
  )
  const expired = reservations.find(one => one?.state === 'expired')
  return {
    held,
    bought: bought.map(boughtBy),
    lapsed: expired ? lapsedFrom(expired) : lapsedBy(all[0]),
  }
}

/** The newest first, all that were placed since then. */
async function listOrders(sinceMs: number): Promise<readonly Order[] | Refusal> {
  const orders: Order[] = []
  let input: { limit: number; cursor?: string } = { limit: 20 }
  for (;;) {
    const answer = await ask('orders.listOrders', input)
    if (isRefusal(answer)) return answer
    orders.push(...answer.items)
    const { items, nextCursor } = answer
    if (nextCursor === null || Number(items.at(-1)?.placedAtMs) < sinceMs) return orders
    input = { limit: 100, cursor: nextCursor }
  }
}

/** Of the newest order; what came after a hold that ran out makes it an old story. */
function lapsedBy(order: Order | undefined): Lapsed | null {
  const expired = order?.history.find(({ state }) => state === 'expired')
  if (order?.position === undefined || expired === undefined) return null
  return { position: order.position, untilMs: expired.atMs }
}

const boughtBy = (order: Order): Bought => ({
  orderId: order.orderId,
  reservationId: order.reservationId,
  position: order.position ?? null,
  ...orderUnits(order),
})

const idOf = ({ reservationId }: Order) => reservationId

const isHeld = (one: Reservation | null): one is Reservation =>
  one !== null && (one.state === 'held' || one.state === 'pinned')

/** Null for what is nobody's any more, or another member's who was here before. */
async function readReservation(reservationId: string): Promise<Reservation | null> {
  const answer = await ask('stock.readReservation', { reservationId })
  if (!isRefusal(answer)) return answer
  // Nobody knows what became of it: that is not the same as nothing.
  if (answer.refused !== 'not_found') throw new Refused(answer)
  return null
}
