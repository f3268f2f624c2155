import type { Order } from '#contracts/orders.ts'
import { orderUnits } from '#web/storefront/drop/drop-scene.ts'
import type { KeptPress } from '#web/storefront/drop/kept-press.ts'
import type { MissedUnit } from '#web/storefront/drop/last-unit-of.ts'

/** A number that the member got at a drop, and what became of it. */
export type OwnStory = {
  readonly orderId: string
  readonly position: number
  readonly takenAtMs: number
  /** `ownTaken`: its time is over, and whether it was paid is not known yet. */
  readonly is: 'ownHeld' | 'ownTaken' | 'ownExpired' | 'ownLetGo' | 'ownBought' | EndOfSale
  /** When it ends, or ended. */
  readonly untilMs: number
  readonly units: number
  /** So many of them were sent back. */
  readonly returned: number
}

type EndOfSale = 'ownCancelled' | 'ownReturned' | 'ownReturnedPart'

/** What the member's orders tell of a drop, the first number first. */
export function ownStories(
  orders: readonly Order[],
  dropId: string,
  nowMs: number,
): readonly OwnStory[] {
  return orders
    .filter(order => order.dropId === dropId)
    .flatMap(order => {
      const { orderId, position, placedAtMs, expiresAtMs, history } = order
      if (position === undefined) return []
      const untilMs = expiresAtMs ?? history.at(-1)?.atMs ?? placedAtMs
      const is = becameOf(order, nowMs)
      return [{ orderId, position, takenAtMs: placedAtMs, is, untilMs, ...orderUnits(order) }]
    })
    .sort((a, b) => a.position - b.position)
}

function becameOf(order: Order, nowMs: number): OwnStory['is'] {
  const { state, expiresAtMs = 0, history } = order
  if (state === 'awaiting_payment') return nowMs < expiresAtMs ? 'ownHeld' : 'ownTaken'
  if (state === 'expired') return 'ownExpired'
  if (state === 'cancelled') {
    return history.some(step => step.state === 'paid') ? 'ownCancelled' : 'ownLetGo'
  }
  const { units, returned } = orderUnits(order)
  if (returned === 0) return 'ownBought'
  return returned < units ? 'ownReturnedPart' : 'ownReturned'
}

type Known = {
  /** When a press came that was told to be too late. */
  readonly refusedAtMs: number | null
  readonly kept: KeptPress | null
  /** A number that one got, or a place in the line. */
  readonly hasOwn: boolean
  /** What the press might have got, where the ledger tells it. */
  readonly missed: MissedUnit | null
}

/**
 * What is to be said of the press itself; null where what it led to says it all, or it is not
 * known. A unit that was free at the press went later (`free`), was taken out of the sale
 * (`freeOut`), or has not gone yet (`freeStill`).
 */
export function pressReason({ refusedAtMs, kept, hasOwn, missed }: Known) {
  if (refusedAtMs === null && hasOwn) return null
  if (refusedAtMs === null && kept?.reservationId !== undefined) return 'numberHere'
  if (refusedAtMs === null && kept === null) return 'unknownPress'
  if (missed === null) return null
  const { wasFree, last } = missed
  if (last === null) return wasFree ? 'freeStill' : null
  if (!wasFree) return 'late'
  return last.position === null ? 'freeOut' : 'free'
}
