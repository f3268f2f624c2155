/**
 * The heart of Firstcome: who gets a unit. A pure function; it knows no engine, no clock, no
 * network. Whoever calls it holds the drop's lock and writes what it decides in one transaction.
 */

/** A member asks for units. Claims stand in the order of their arrival. */
export type Claim = {
  readonly reservationId: string
  readonly memberId: string
  readonly quantity: number
  /** Whoever asks waits until then; later somebody else may have refused the same. */
  readonly untilMs?: number | undefined
}

/** The drop as it is under the lock, after what was due has been let go. */
export type DropAtClaims = {
  readonly nowMs: number
  readonly opensAtMs: number
  readonly closesAtMs: number
  readonly paused: boolean
  readonly ended: boolean
  /** units − reserved − sold. */
  readonly free: number
  /** How many entries of the waitlist wait: while somebody waits, nobody passes. */
  readonly waiting: number
  readonly limitPerMember: number
  readonly holdMs: number
  readonly nextPosition: number
  /** Live holds and paid units of the members who claim. */
  readonly takenByMember: ReadonlyMap<string, number>
  /** Reservations that are there already, and the quantity that each asked for. */
  readonly accepted: ReadonlyMap<string, number>
}

export type Decision =
  | { readonly outcome: 'reserved'; readonly position: number; readonly expiresAtMs: number }
  /** The same key again: its first answer is given again. */
  | { readonly outcome: 'repeated' }
  /** The same key with another quantity. */
  | { readonly outcome: 'idempotency_conflict' }
  | {
      readonly outcome: /** It comes too late for whoever asked. */
      'try_again' | 'drop_not_open' | 'drop_ended' | 'drop_paused' | 'limit_exceeded' | 'sold_out'
    }

/** Decides each claim in order of arrival. The n-th decision answers the n-th claim. */
export function decideClaims(drop: DropAtClaims, claims: readonly Claim[]): Decision[] {
  const accepted = new Map(drop.accepted)
  const takenByMember = new Map(drop.takenByMember)
  const closed = closedFor(drop)
  let free = drop.waiting > 0 ? 0 : drop.free
  let position = drop.nextPosition

  return claims.map(({ reservationId, memberId, quantity, untilMs }): Decision => {
    const before = accepted.get(reservationId)
    if (before !== undefined) {
      return { outcome: before === quantity ? 'repeated' : 'idempotency_conflict' }
    }
    if (untilMs !== undefined && drop.nowMs > untilMs) return { outcome: 'try_again' }
    if (closed !== null) return { outcome: closed }
    const taken = takenByMember.get(memberId) ?? 0
    if (taken + quantity > drop.limitPerMember) return { outcome: 'limit_exceeded' }
    if (quantity > free) return { outcome: 'sold_out' }
    free -= quantity
    takenByMember.set(memberId, taken + quantity)
    accepted.set(reservationId, quantity)
    return {
      outcome: 'reserved',
      position: position++,
      expiresAtMs: drop.nowMs + drop.holdMs,
    }
  })
}

/** Why nobody may reserve at this instant, or null. The gate asks the same question. */
export function closedFor(
  drop: Pick<DropAtClaims, 'nowMs' | 'opensAtMs' | 'closesAtMs' | 'paused' | 'ended'>,
): 'drop_not_open' | 'drop_ended' | 'drop_paused' | null {
  if (drop.ended) return 'drop_ended'
  if (drop.nowMs < drop.opensAtMs) return 'drop_not_open'
  if (drop.nowMs >= drop.closesAtMs) return 'drop_ended'
  return drop.paused ? 'drop_paused' : null
}
