type PaidBack = {
  readonly totalMinor: number
  /** Of the payment that paid the order, whoever gave it back, as far as it is known. */
  readonly refundedMinor: number
  /** The first asked for first. */
  readonly returns: readonly {
    readonly returnId: string
    readonly state: 'requested' | 'completed'
    readonly refundMinor: number
    /** Of a completed one, as `spokenForMinor` told then, with its own; null before that was kept. */
    readonly spokenForMinor: number | null
  }[]
}

/**
 * What each return brings its member. One that is completed has brought what it did; one under way
 * brings what its goods cost, as far as that is left of what was paid: a merchant may have given
 * money back without goods. Payments has the last word when it is completed.
 */
export function promisedRefunds(paidBack: PaidBack): ReadonlyMap<string, number> {
  const { totalMinor, returns } = paidBack
  let leftMinor = Math.max(0, totalMinor - spokenForMinor(paidBack))
  return new Map(
    returns.map(({ returnId, state, refundMinor }) => {
      if (state === 'completed') return [returnId, refundMinor]
      const promisedMinor = Math.min(refundMinor, leftMinor)
      leftMinor -= promisedMinor
      return [returnId, promisedMinor]
    }),
  )
}

/**
 * What is given back or will be, at least. The refund of a return that was just completed is not
 * known yet, but it comes on top of what had been given back by then.
 */
export function spokenForMinor({ refundedMinor, returns }: Omit<PaidBack, 'totalMinor'>): number {
  const completed = returns.filter(({ state }) => state === 'completed')
  const completedMinor = completed.reduce((sum, { refundMinor }) => sum + refundMinor, 0)
  const toldThen = completed.map(one => one.spokenForMinor ?? 0)
  return Math.max(refundedMinor, completedMinor, ...toldThen)
}
