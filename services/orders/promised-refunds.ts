type PaidBack = {
  readonly totalMinor: number
  /** Of the payment that paid the order, whoever gave it back, as far as it is known. */
  readonly refundedMinor: number
  /** The first asked for first. */
  readonly returns: readonly {
    readonly returnId: string
    readonly state: 'requested' | 'completed'
    readonly refundMinor: number
  }[]
}

/**
 * What each return brings its member. One that is completed has brought what it did; one under way
 * brings what its goods cost, as far as that is left of what was paid: a merchant may have given
 * money back without goods. Payments has the last word when it is completed.
 */
export function promisedRefunds({
  totalMinor,
  refundedMinor,
  returns,
}: PaidBack): ReadonlyMap<string, number> {
  const completedMinor = returns
    .filter(({ state }) => state === 'completed')
    .reduce((sum, { refundMinor }) => sum + refundMinor, 0)
  // What was given back for returns is among what was refunded, as soon as that is known.
  let leftMinor = Math.max(0, totalMinor - Math.max(refundedMinor, completedMinor))
  return new Map(
    returns.map(({ returnId, state, refundMinor }) => {
      if (state === 'completed') return [returnId, refundMinor]
      const promisedMinor = Math.min(refundMinor, leftMinor)
      leftMinor -= promisedMinor
      return [returnId, promisedMinor]
    }),
  )
}
