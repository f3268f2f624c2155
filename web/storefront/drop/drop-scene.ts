import type { Drop } from '#contracts/drops.ts'
import type { Reservation } from '#contracts/stock.ts'
import type { WaitlistPlace } from '#contracts/waitlist.ts'
import type { Press } from './press.ts'

/** What this member has of a drop. */
export type Mine = {
  /** Held or pinned, and not over: to be paid. */
  readonly held: Reservation | null
  /** How many units are paid. */
  readonly bought: number
  /** The order of the last bought one. */
  readonly boughtOrderId: string | null
}

/** What a drop is to whoever looks at it now: one of these, and the page shows just that. */
export type Scene =
  | { readonly is: 'before' }
  | { readonly is: 'ready' }
  | { readonly is: 'asking' }
  /** `isOffer`: it came by the line. */
  | { readonly is: 'yours'; readonly held: Reservation; readonly isOffer: boolean }
  | { readonly is: 'bought'; readonly orderId: string | null }
  | { readonly is: 'in_line'; readonly place: WaitlistPlace }
  | { readonly is: 'sold_out' }
  | { readonly is: 'paused' }
  | { readonly is: 'ended' }

export type Seen = {
  readonly drop: Drop
  /** By the server's clock. */
  readonly nowMs: number
  readonly press: Press
  readonly mine: Mine | null
  readonly place: WaitlistPlace | null
}

/**
 * What is one's own comes before what is everybody's. The clock opens a drop without being told:
 * at its instant it is ready, whatever was last heard of its state.
 */
export function sceneOf({ drop, nowMs, press, mine, place }: Seen): Scene {
  // An answer is shown once it has become what the member has.
  if (press.is !== 'idle' && press.is !== 'refused') return { is: 'asking' }
  const held = mine?.held ?? null
  if (held !== null && (held.state === 'pinned' || nowMs < held.expiresAtMs)) {
    return { is: 'yours', held, isOffer: place?.reservationId === held.reservationId }
  }
  if (place?.state === 'waiting') return { is: 'in_line', place }
  const state = stateAt(drop, nowMs)
  if (mine !== null && mine.bought >= (state === 'open' ? drop.limitPerMember : 1)) {
    return { is: 'bought', orderId: mine.boughtOrderId }
  }
  if (state === 'upcoming') return { is: 'before' }
  if (state === 'open') return { is: cameTooLate(press, drop) ? 'sold_out' : 'ready' }
  return { is: state }
}

/** While somebody waits, a unit that is free for the moment is not a newcomer's. */
const cameTooLate = (press: Press, { remaining, waiting }: Drop) =>
  press.is === 'refused' && press.code === 'sold_out' && (remaining === 0 || waiting > 0)

/** The state of a drop at an instant, where the last word about it is older than its opening. */
export function stateAt(drop: Pick<Drop, 'state' | 'opensAtMs' | 'closesAtMs'>, nowMs: number) {
  if (drop.state === 'upcoming' && nowMs >= drop.opensAtMs) return 'open'
  if (drop.state === 'open' && nowMs >= drop.closesAtMs) return 'ended'
  return drop.state
}
