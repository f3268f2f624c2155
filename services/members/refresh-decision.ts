/** What stands about a refresh token that was issued once. */
export type PresentedToken = {
  /** Counts the rotations of its session: the token of the login is of generation 1. */
  readonly generation: number
  readonly expiresAtMs: number
}

export type RefreshableSession = {
  /** The generation whose tokens are good now. */
  readonly generation: number
  readonly rotatedAtMs: number
  /** The generation before has had its one answer more. */
  readonly graceUsed: boolean
}

/**
 * rotate: the token is spent, a new generation begins. repeat: the answer to the rotation was lost
 * on its way, so another token of the present generation is given. reused: two hold the token, one
 * of them a thief; nobody can tell which, so the session ends (RFC 9700, 4.14.2).
 */
export type RefreshDecision = 'rotate' | 'repeat' | 'reused' | 'expired'

/** Decides what follows when a refresh token is presented at `nowMs`. */
export function decideRefresh(
  token: PresentedToken,
  session: RefreshableSession,
  { nowMs, graceMs }: { readonly nowMs: number; readonly graceMs: number },
): RefreshDecision {
  if (token.generation === session.generation) {
    return nowMs < token.expiresAtMs ? 'rotate' : 'expired'
  }
  const isLast = token.generation === session.generation - 1
  const inTime = nowMs - session.rotatedAtMs < graceMs
  return isLast && inTime && !session.graceUsed ? 'repeat' : 'reused'
}
