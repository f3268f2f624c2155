import type { Caller } from '#contracts/operation.ts'
import type { AccessTokens, TokenFault } from '#platform/security/access-token.ts'
import type { Clock } from '#platform/time/clock.ts'

export type Verified = Caller | TokenFault

/** Whom an `Authorization` header speaks for. */
export type KnownCallers = {
  callerOf(authorization: string): Verified | Promise<Verified>
}

type Known = { readonly caller: Caller; readonly askAgainAtMs: number }

/** How long a header's caller is known without asking; by so much a token may outlive itself. */
const KNOWN_MS = 1_000

/** Two generations of so many headers, of half a kilobyte each, are remembered. */
const GENERATION = 20_000

/** The scheme's name in any case (RFC 9110, 11.1); another scheme is no token of ours. */
const BEARER = /^bearer +(\S+)$/i

/**
 * Remembers whole headers. A token that is cut out of its header is a string that V8 hashes and
 * compares by its slow paths; at 400 characters that costs 2 µs, a tenth of a refusal.
 */
export function knownCallers(
  tokens: Pick<AccessTokens, 'verify'>,
  clock: Pick<Clock, 'nowMs'>,
): KnownCallers {
  let young = new Map<string, Known>()
  let old = new Map<string, Known>()

  function remember(authorization: string, verified: Verified): Verified {
    // Rubbish is not remembered, so it pushes nobody out.
    if (typeof verified === 'string') return verified
    if (young.size >= GENERATION) {
      old = young
      young = new Map()
    }
    young.set(authorization, { caller: verified, askAgainAtMs: clock.nowMs() + KNOWN_MS })
    return verified
  }

  return {
    callerOf(authorization) {
      const known = young.get(authorization) ?? old.get(authorization)
      if (known !== undefined && clock.nowMs() < known.askAgainAtMs) return known.caller
      const token = BEARER.exec(authorization)?.[1]
      if (token === undefined) return 'token_invalid'
      const verified = tokens.verify(token)
      if (!(verified instanceof Promise)) return remember(authorization, verified)
      return verified.then(first => remember(authorization, first))
    },
  }
}
