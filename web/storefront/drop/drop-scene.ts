import type { Drop } from '#contracts/drops.ts'
import type { Order } from '#contracts/orders.ts'
import type { Reservation } from '#contracts/stock.ts'
import type { WaitlistPlace } from '#contracts/waitlist.ts'
import type { Press } from './press.ts'

/** What this member has of a drop. */
export type Mine = {
  /** Held or pinned, and not over: to be paid. */
  readonly held: Reservation | null
  /** The last one first. */
  readonly bought: readonly Bought[]
  /** The hold that ran out, where nothing was taken since. */
  readonly lapsed: Lapsed | null
}

/** What was held for a member until its time was up. */
export type Lapsed = { readonly position: number; readonly untilMs: number }

/** What is paid: an order of this drop. */
export type Bought = {
  readonly orderId: string
  readonly reservationId: string
  readonly position: number | null
  readonly units: number
  /** So many of them were sent back. They count for the limit all the same. */
  readonly returned: number
}

/** How many units an order is of, and how many of them were sent back. */
export const orderUnits = ({ lines }: Pick<Order, 'lines'>) => ({
  units: lines.reduce((sum, { quantity }) => sum + quantity, 0),
  returned: lines.reduce((sum, { returnedQuantity }) => sum + returnedQuantity, 0),
})

/** How many units are held: the receipt tells it, of a press that was just answered too. */
export const unitsOf = ({ receipt }: Pick<Reservation, 'receipt'>): number =>
  receipt?.entry.quantity ?? 1

/** How many more units a member may have of a drop, at the most. */
export const mayStillHave = ({ limitPerMember }: Pick<Drop, 'limitPerMember'>, mine: Mine | null) =>
  limitPerMember - (mine?.bought ?? []).reduce((sum, { units }) => sum + units, 0)

/** What a drop is to whoever looks at it now: one of these, and the page shows just that. */
export type Scene =
  | { readonly is: 'before' }
  | { readonly is: 'ready' }
  | { readonly is: 'asking' }
  /** It is not known yet whether something is the member's own. */
  | { readonly is: 'looking' }
  /** `wanted`: so many units were waited for, where it came by the line. */
  | { readonly is: 'yours'; readonly held: Reservation; readonly wanted: number | null }
  | ({ readonly is: 'bought' } & BoughtAll)
  | { readonly is: 'in_line'; readonly place: WaitlistPlace; readonly isPaused: boolean }
  | { readonly is: 'sold_out' }
  | { readonly is: 'paused' }
  | { readonly is: 'ended' }

/** `isReturned`: nothing of it is left. */
export type BoughtAll = {
  readonly orderId: string
  readonly mayHaveMore: boolean
  readonly isReturned: boolean
}

export type Seen = {
  readonly drop: Drop
  /** By the server's clock. */
  readonly nowMs: number
  readonly press: Press
  readonly mine: Mine | null
  readonly place: WaitlistPlace | null
  /** Whether what is the member's own has been read; a visitor has nothing. */
  readonly isKnown: boolean
}

/**
 * What is one's own comes before what is everybody's. The clock opens a drop without being told:
 * at its instant it is ready, whatever was last heard of its state.
 */
export function sceneOf({ drop, nowMs, press, mine, place, isKnown }: Seen): Scene {
  // An answer is shown once it has become what the member has.
  if (press.is !== 'idle' && press.is !== 'refused') return { is: 'asking' }
  const held = mine?.held ?? null
  if (held !== null && (held.state === 'pinned' || nowMs < held.expiresAtMs)) {
    const isOffer = place?.reservationId === held.reservationId
    return { is: 'yours', held, wanted: isOffer ? place.quantity : null }
  }
  const state = stateAt(drop, nowMs)
  const last = mine?.bought[0]
  const mayHaveMore = mayStillHave(drop, mine) > 0
  const isWaiting = place?.state === 'waiting'
  // A drop that has ended serves its line on.
  if (last !== undefined && (!mayHaveMore || (state === 'ended' && !isWaiting))) {
    const isReturned = mine?.bought.every(({ units, returned }) => units === returned) ?? false
    return { is: 'bought', orderId: last.orderId, mayHaveMore, isReturned }
  }
  if (isWaiting) return { is: 'in_line', place, isPaused: state === 'paused' }
  if (state === 'upcoming') return { is: 'before' }
  if (state === 'open' && !cameTooLate(press, drop)) return { is: 'ready' }
  // The others send away: not anybody who may have a unit, or a place.
  if (!isKnown) return { is: 'looking' }
  return { is: state === 'open' ? 'sold_out' : state }
}

/** In these one may do something about a hold that ran out, or has at least to be told of it. */
const tellsOfLapse: ReadonlySet<Scene['is']> = new Set(['ready', 'sold_out', 'paused', 'ended'])

/** The hold that ran out, where the page has to tell of it; also before the shop has said so. */
export function lapsedIn({ is }: Scene, mine: Mine | null): Lapsed | null {
  if (mine === null || !tellsOfLapse.has(is)) return null
  return mine.held === null ? mine.lapsed : lapsedFrom(mine.held)
}

export const lapsedFrom = ({ position, expiresAtMs }: Reservation): Lapsed | null =>
  position === undefined ? null : { position, untilMs: expiresAtMs }

/** While somebody waits, a unit that is free for the moment is not a newcomer's. */
const cameTooLate = (press: Press, { remaining, waiting }: Drop) =>
  press.is === 'refused' && press.code === 'sold_out' && (remaining === 0 || waiting > 0)

const toldByState: ReadonlySet<string> = new Set(['drop_not_open', 'drop_paused', 'drop_ended'])

/**
 * Why the last press gave nothing, where the page does not show that itself; null where there is
 * nothing to tell. What a state of the drop forbade is told until that has been heard of anew.
 */
export function refusalToTell(press: Press, { serverTimeMs }: Pick<Drop, 'serverTimeMs'>) {
  if (press.is !== 'refused' || press.code === 'sold_out') return null
  return toldByState.has(press.code) && serverTimeMs > press.pressedAtMs ? null : press.code
}

/** The state of a drop at an instant, where the last word about it is older than its opening. */
export function stateAt(drop: Pick<Drop, 'state' | 'opensAtMs' | 'closesAtMs'>, nowMs: number) {
  if (drop.state === 'upcoming' && nowMs >= drop.opensAtMs) return 'open'
  if (drop.state === 'open' && nowMs >= drop.closesAtMs) return 'ended'
  return drop.state
}
