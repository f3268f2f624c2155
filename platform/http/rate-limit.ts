/** How often something may be done: `perSecond` in the long run, `burst` at once. */
export type Rate = { readonly perSecond: number; readonly burst: number }

type RateLimit = {
  /** Takes one; 0 when there was one, else how long to wait, in milliseconds. */
  take(key: string): number
  /** As `take`, but takes nothing. */
  waitMs(key: string): number
}

/** Makes the limit of that name. Those of one name, in whatever process, are the same limit. */
export type RateLimits = (name: string, rate: Rate) => RateLimit

/** One that can be told what others took from its buckets. */
export type OwnRateLimit = RateLimit & {
  /** The key's bucket is at least so many milliseconds ahead of now: that long until it is full. */
  raise(key: string, aheadMs: number): void
}

/**
 * The generic cell rate algorithm (ITU-T I.371): one instant a key, from which on its bucket is
 * full again. Keys whose bucket is full are forgotten by generation, so nothing is swept; at most
 * twice `maxKeys` are remembered, beyond that the oldest are forgotten early.
 */
export function rateLimit(
  { perSecond, burst }: Rate,
  nowMs: () => number,
  maxKeys = 100_000,
): OwnRateLimit {
  const everyMs = 1_000 / perSecond
  const toleranceMs = everyMs * (burst - 1)
  const fullAfterMs = toleranceMs + everyMs
  let young = new Map<string, number>()
  let old = new Map<string, number>()
  let turnedAtMs = nowMs()

  /** How far ahead of now the key's bucket is, in milliseconds. */
  function aheadMs(key: string, now: number): number {
    const ahead = (young.get(key) ?? old.get(key) ?? now) - now
    // Further ahead than ever possible: the clock was set back.
    return ahead > fullAfterMs ? 0 : Math.max(0, ahead)
  }

  function turn(now: number): void {
    if (young.size < maxKeys && now - turnedAtMs < fullAfterMs && now >= turnedAtMs) return
    old = young
    young = new Map()
    turnedAtMs = now
  }

  return {
    take(key) {
      const now = nowMs()
      const ahead = aheadMs(key, now)
      if (ahead > toleranceMs) return ahead - toleranceMs
      turn(now)
      young.set(key, now + ahead + everyMs)
      return 0
    },
    waitMs: key => Math.max(0, aheadMs(key, nowMs()) - toleranceMs),
    raise(key, ahead) {
      const now = nowMs()
      turn(now)
      young.set(key, now + Math.max(aheadMs(key, now), Math.min(ahead, fullAfterMs)))
    },
  }
}

/**
 * Under which key an address is counted: an IPv4 address, or the first half of an IPv6 address,
 * because whoever has one such has all of the other half too.
 */
export function addressKey(address: string): string {
  if (address.startsWith('::ffff:') && address.includes('.')) return address.slice(7)
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const first = head === '' ? [] : head.split(':')
  const last = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length)
  const groups = [...first, ...Array<string>(zeros).fill('0'), ...last]
  return `${groups.slice(0, 4).join(':')}::/64`
}
