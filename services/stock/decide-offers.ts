/**
 * Who of the waitlist is offered the units that came back. A pure function, called under the
 * drop's lock as `decideClaims` is; nobody is overtaken.
 */

/** A member who waits. Entries stand in the order in which they joined. */
export type Waiting = {
  /** The number of the entry in its drop: 1, 2, 3 … */
  readonly ticket: number
  readonly entryId: string
  readonly memberId: string
  /** Units that are wanted. */
  readonly quantity: number
}

export type DropAtOffers = {
  readonly nowMs: number
  /** units − reserved − sold. */
  readonly free: number
  readonly limitPerMember: number
  readonly holdMs: number
  readonly nextPosition: number
  /** Live holds and paid units of the members who wait. */
  readonly takenByMember: ReadonlyMap<string, number>
}

export type OfferDecision =
  | {
      readonly outcome: 'offered'
      readonly entry: Waiting
      readonly position: number
      /** As many as are wanted, free, and within the member's limit; at least one. */
      readonly quantity: number
      readonly expiresAtMs: number
    }
  /** The member has all that one member may have. */
  | { readonly outcome: 'passed'; readonly entry: Waiting }

/**
 * Goes along the line from its head for as long as a unit is free. The n-th decision is about the
 * n-th who waits; those behind the last decision wait on.
 */
export function decideOffers(drop: DropAtOffers, line: readonly Waiting[]): OfferDecision[] {
  const takenByMember = new Map(drop.takenByMember)
  const expiresAtMs = drop.nowMs + drop.holdMs
  const decisions: OfferDecision[] = []
  let { free, nextPosition } = drop
  for (const entry of line) {
    if (free <= 0) break
    const taken = takenByMember.get(entry.memberId) ?? 0
    const quantity = Math.min(entry.quantity, free, drop.limitPerMember - taken)
    if (quantity <= 0) {
      decisions.push({ outcome: 'passed', entry })
      continue
    }
    decisions.push({ outcome: 'offered', entry, position: nextPosition, quantity, expiresAtMs })
    free -= quantity
    nextPosition += 1
    takenByMember.set(entry.memberId, taken + quantity)
  }
  return decisions
}
