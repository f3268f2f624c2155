import type { Order } from '#contracts/orders.ts'
import type { Reservation } from '#contracts/stock.ts'
import { ask, given } from '#web/kit/ask-shop.ts'
import { isRefusal, Refused } from '#web/kit/refusal.ts'
import type { Mine } from './drop-scene.ts'
import { keptPress } from './kept-press.ts'
import { endPressOf } from './press.ts'

const nobodys: ReadonlySet<string> = new Set(['cancelled', 'expired'])

/**
 * What the member has of a drop: by the press that this browser keeps, and by the member's orders,
 * so that a second device shows the same. An order follows its reservation by a moment, so the
 * kept one is asked for by its own name, and so is the one that is offered to who waited.
 */
export async function readMine(dropId: string, offered?: string): Promise<Mine> {
  const { items } = await given('orders.listOrders', { limit: 20 })
  const orders = items.filter(order => order.dropId === dropId && !nobodys.has(order.state))
  const kept = keptPress(dropId)?.reservationId
  const waiting = orders.filter(({ state }) => state === 'awaiting_payment')
  const ids = new Set([kept, offered, ...waiting.map(idOf)].filter(id => id !== undefined))
  const reservations = await Promise.all([...ids].map(readReservation))
  const pressed = reservations.find(one => one?.reservationId === kept) ?? null
  // What was pressed for is over: the next press is a new one.
  if (kept !== undefined && !isHeld(pressed)) endPressOf(dropId, kept)
  const bought = orders.filter(({ state }) => state !== 'awaiting_payment')
  return {
    held: reservations.find(isHeld) ?? null,
    bought: bought.reduce((sum, order) => sum + unitsOf(order), 0),
    boughtOrderId: bought[0]?.orderId ?? null,
  }
}

const idOf = ({ reservationId }: Order) => reservationId

const unitsOf = ({ lines }: Order) => lines.reduce((sum, { quantity }) => sum + quantity, 0)

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
