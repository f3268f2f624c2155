/** What stands about a refresh token that was issued once. */
type PresentedToken = {
  readonly tokenHash: string
  /** Counts the rotations of its session: the token of the login is of generation 1. */
  readonly generation: number
  readonly expiresAtMs: number
}

type RefreshableSession = {
  /** The generation whose tokens are good now. */
  readonly generation: number
  readonly rotatedAtMs: number
  /** The one token that the last rotation spent; null before the first. */
  readonly spentTokenHash: string | null
  /** That token has had its one answer more. */
  readonly graceUsed: boolean
}

/**
 * rotate: the token is spent, a new generation begins. repeat: the answer to the rotation was lost
 * on its way, so another token of the present generation is given. reused: two hold the token, one
 * of them a thief; nobody can tell which, so the session ends (RFC 9700, 4.14.2).
 */
type RefreshDecision = 'rotate' | 'repeat' | 'reused' | 'expired'

/**
 * Decides what follows when a refresh token is presented at `nowMs`. An answer can only have been
 * lost while nobody has used what it brought: from then on the token before is a used one, and so
 * is a second one that was given in place of a lost answer.
 */
export function decideRefresh(
  token: PresentedToken,
  session: RefreshableSession,
  { nowMs, graceMs }: { readonly nowMs: number; readonly graceMs: number },
): RefreshDecision {
  if (token.generation === session.generation) {
    return nowMs < token.expiresAtMs ? 'rotate' : 'expired'
  }
  const wasSpentLast = token.tokenHash === session.spentTokenHash
  const inTime = nowMs - session.rotatedAtMs < graceMs
  return wasSpentLast && inTime && !session.graceUsed ? 'repeat' : 'reused'
}
