import type { Drop } from '#contracts/drops.ts'

/** A reservation as the model remembers it. */
export type Remembered = {
  readonly member: number
  readonly key: string
  readonly quantity: number
  readonly expiresAtMs: number
  readonly position: number
  state: 'held' | 'pinned' | 'committed' | 'released' | 'expired'
  payment: number
  attempt: number
}

type Plan = Pick<Drop, 'units' | 'limitPerMember' | 'holdMs' | 'opensAtMs' | 'closesAtMs'>

/**
 * One drop as PRODUCT tells it, in memory and in one piece: what each call must answer. It shares
 * no line with the service; time lapses for all holds at once, as a shopper would have it.
 */
export function stockModel(plan: Plan, nowMs: () => number) {
  let { units } = plan
  let paused = false
  let ended = false
  const reservations: Remembered[] = []
  const endedAttempts = new Map<number, number>()

  function lapse(): void {
    for (const each of reservations) {
      if (each.state === 'held' && nowMs() >= each.expiresAtMs) each.state = 'expired'
    }
  }
  const unitsIn = (...states: Remembered['state'][]) =>
    reservations
      .filter(each => states.includes(each.state))
      .reduce((sum, { quantity }) => sum + quantity, 0)
  const free = () => units - unitsIn('held', 'pinned', 'committed')
  const hasClosed = () => ended || nowMs() >= plan.closesAtMs
  const ofMember = (member: number) =>
    reservations.filter(
      each => each.member === member && ['held', 'pinned', 'committed'].includes(each.state),
    )

  return {
    reservations,
    counters: () => ({ reserved: unitsIn('held', 'pinned'), sold: unitsIn('committed') }),
    hasClosed,
    free,

    press(member: number, key: string, quantity: number): string {
      lapse()
      const before = reservations.find(each => each.member === member && each.key === key)
      if (before !== undefined) {
        return before.quantity === quantity ? `position ${before.position}` : 'idempotency_conflict'
      }
      // A drop that was closed before its opening never opens, so it is not "not open yet".
      if (nowMs() < plan.opensAtMs && !ended) return 'drop_not_open'
      if (hasClosed()) return 'drop_ended'
      if (paused) return 'drop_paused'
      const has = ofMember(member).reduce((sum, each) => sum + each.quantity, 0)
      if (has + quantity > plan.limitPerMember) return 'limit_exceeded'
      if (quantity > free()) return 'sold_out'
      const position = reservations.length + 1
      const expiresAtMs = nowMs() + plan.holdMs
      const hold = { member, key, quantity, expiresAtMs, position }
      reservations.push({ ...hold, state: 'held', payment: 0, attempt: 0 })
      return `position ${position}`
    },

    release(of: Remembered): string {
      lapse()
      if (of.state === 'pinned') return 'reservation_pinned'
      if (of.state !== 'held') return 'reservation_ended'
      of.state = 'released'
      return 'released'
    },

    pin(of: Remembered, payment: number, attempt: number): string {
      lapse()
      if (attempt <= (endedAttempts.get(payment) ?? 0)) return 'payment_in_flight'
      if (of.state === 'expired') return 'reservation_expired'
      if (of.state === 'released' || of.state === 'committed') return 'reservation_ended'
      if (of.state === 'pinned' && (of.payment !== payment || attempt < of.attempt)) {
        return 'payment_in_flight'
      }
      Object.assign(of, { state: 'pinned', payment, attempt })
      return 'pinned'
    },

    unpin(of: Remembered, payment: number, attempt: number): string {
      lapse()
      endedAttempts.set(payment, Math.max(attempt, endedAttempts.get(payment) ?? 0))
      if (of.state === 'pinned' && of.payment === payment && attempt >= of.attempt) {
        of.state = nowMs() >= of.expiresAtMs ? 'expired' : 'held'
      }
      return of.state
    },

    /** Whether the money found its unit. */
    capture(of: Remembered, payment: number): boolean {
      lapse()
      if (of.state === 'pinned' && of.payment === payment) of.state = 'committed'
      return of.state === 'committed' && of.payment === payment
    },

    pause(paused_: boolean): string {
      if (hasClosed()) return 'drop_ended'
      if (nowMs() < plan.opensAtMs) return 'illegal_transition'
      paused = paused_
      return 'done'
    },

    close(): string {
      if (hasClosed()) return 'drop_ended'
      ended = true
      return 'done'
    },

    changeUnits(delta: number, stock: number): string {
      lapse()
      if (hasClosed()) return 'drop_ended'
      if (delta > stock || -delta > free()) return 'stock_insufficient'
      units += delta
      return 'done'
    },

    lapse,
  }
}
