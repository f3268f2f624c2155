import { type Refusal, refuse } from '#contracts/problems.ts'
import { addressKey, type Rate, type RateLimits } from '#platform/http/rate-limit.ts'

/** How much one visitor or member may ask for. Each gives the refusal, or null. */
export type RequestLimits = {
  visitor(address: string): Refusal | null
  /** A token that nobody of ours signed. */
  falseToken(address: string): Refusal | null
  /** As `falseToken`, but counts nothing: before a token is looked at that may prove a member. */
  falseTokensSoFar(address: string): Refusal | null
  member(memberId: string): Refusal | null
  /** What carries an Idempotency-Key: taking units, ordering, paying. */
  purchase(memberId: string): Refusal | null
}

/**
 * Generous to people, also to many behind one address, who are members soon and counted one by
 * one then; not to programs.
 */
const rates = {
  visitor: { perSecond: 100, burst: 200 },
  falseToken: { perSecond: 10, burst: 100 },
  member: { perSecond: 50, burst: 100 },
  purchase: { perSecond: 10, burst: 20 },
} as const satisfies Record<string, Rate>

export const noLimits: RequestLimits = {
  visitor: () => null,
  falseToken: () => null,
  falseTokensSoFar: () => null,
  member: () => null,
  purchase: () => null,
}

/** Counted by limits of that make: in this process, or for all of them. */
export function requestLimits(limitOf: RateLimits): RequestLimits {
  const visitors = limitOf('visitor', rates.visitor)
  const falseTokens = limitOf('false-token', rates.falseToken)
  const members = limitOf('member', rates.member)
  const purchases = limitOf('purchase', rates.purchase)
  return {
    visitor: address => refusalAfter(visitors.take(addressKey(address))),
    falseToken: address => refusalAfter(falseTokens.take(addressKey(address))),
    falseTokensSoFar: address => refusalAfter(falseTokens.waitMs(addressKey(address))),
    member: memberId => refusalAfter(members.take(memberId)),
    purchase: memberId => refusalAfter(purchases.take(memberId)),
  }
}

function refusalAfter(waitMs: number): Refusal | null {
  if (waitMs === 0) return null
  return refuse('rate_limited', { retryAfterSeconds: Math.ceil(waitMs / 1_000) })
}
