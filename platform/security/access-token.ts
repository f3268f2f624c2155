import assert from 'node:assert/strict'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Caller } from '#contracts/operation.ts'
import type { Clock } from '#platform/time/clock.ts'
// Not jose: it verifies by promise only, also what it verified before. Here a member's second
// request is answered from memory in the same turn of the event loop.
import { signCompact, verifyCompactInPool } from './jws.ts'
import { type Keyring, publicKeysByKid } from './keyring.ts'

export type TokenFault = 'token_invalid' | 'token_expired'

export type AccessTokens = {
  /**
   * A token for the caller, signed with the first key. Its life is rounded up to a whole second,
   * the unit of `exp`; `expiresAtMs` tells it exactly.
   */
  issue(
    caller: Caller,
    ttlMs: number,
  ): { readonly accessToken: string; readonly expiresAtMs: number }
  /**
   * Who the token speaks for. At once for a token seen before; else by promise, while libuv's
   * thread pool computes. Any key of the keyring is good, so a rotation logs nobody out.
   */
  verify(token: string): Caller | TokenFault | Promise<Caller | TokenFault>
}

type Deps = {
  readonly keyring: Keyring
  readonly clock: Pick<Clock, 'nowMs'>
  /** `iss`: the shop's own URL. A token of another shop is refused. */
  readonly issuer: string
}

type Verified = { readonly caller: Caller; readonly expiresAtMs: number }

/** The header's type, from RFC 9068. Its `aud` and `client_id` have no meaning here. */
const TYPE = 'at+jwt'

const Claims = Type.Object({
  iss: Type.String(),
  sub: Type.String({ minLength: 1 }),
  sid: Type.String({ minLength: 1 }),
  roles: Type.Array(
    Type.Union([Type.Literal('member'), Type.Literal('merchant'), Type.Literal('admin')]),
  ),
  ev: Type.Boolean(),
  iat: Type.Integer(),
  exp: Type.Integer(),
})
const claimsSchema = Compile(Claims)

/**
 * Issues and verifies access tokens: JWTs (RFC 7519) with the claims `sub` (member), `sid`
 * (session), `roles`, `ev` (e-mail verified), `iss`, `iat`, `exp`. What was verified is remembered
 * until the token dies, for the last `remembered` tokens at least and twice as many at most, of
 * 800 bytes each.
 */
export function accessTokens({ keyring, clock, issuer }: Deps, remembered = 50_000): AccessTokens {
  const keysByKid = publicKeysByKid(keyring)
  const known = recent<Verified>(remembered)
  const underWay = new Map<string, Promise<Caller | TokenFault>>()

  async function verifyFirst(token: string): Promise<Caller | TokenFault> {
    const jws = await verifyCompactInPool(token, keysByKid, TYPE)
    const verified = jws.outcome === 'valid' ? readClaims(jws.payloadText, issuer) : null
    // Only what was signed is remembered: rubbish cannot push the members out.
    if (verified === null) return 'token_invalid'
    known.set(token, verified)
    return answer(verified, clock.nowMs())
  }

  return {
    issue({ memberId, roles, emailVerified, sessionId }, ttlMs) {
      assert(ttlMs > 0, `a token must live, not ${ttlMs} ms`)
      const nowMs = clock.nowMs()
      const iat = Math.floor(nowMs / 1_000)
      const exp = Math.ceil((nowMs + ttlMs) / 1_000)
      const claims: Static<typeof Claims> = {
        iss: issuer,
        sub: memberId,
        sid: sessionId,
        roles: [...roles],
        ev: emailVerified,
        iat,
        exp,
      }
      const accessToken = signCompact(JSON.stringify(claims), keyring.signing[0], TYPE)
      return { accessToken, expiresAtMs: exp * 1_000 }
    },

    verify(token) {
      const verified = known.get(token)
      if (verified !== undefined) return answer(verified, clock.nowMs())
      const shared = underWay.get(token)
      if (shared !== undefined) return shared
      const first = verifyFirst(token).finally(() => underWay.delete(token))
      underWay.set(token, first)
      return first
    },
  }
}

function answer({ caller, expiresAtMs }: Verified, nowMs: number): Caller | TokenFault {
  return nowMs < expiresAtMs ? caller : 'token_expired'
}

function readClaims(payloadText: string, issuer: string): Verified | null {
  // What we signed with this type is JSON; its claims may still be those of an older release.
  const claims: unknown = JSON.parse(payloadText)
  if (!claimsSchema.Check(claims) || claims.iss !== issuer) return null
  // Frozen, because every request of the member gets this same object.
  const caller = Object.freeze({
    memberId: claims.sub,
    roles: Object.freeze(claims.roles),
    emailVerified: claims.ev,
    sessionId: claims.sid,
  })
  return { caller, expiresAtMs: claims.exp * 1_000 }
}

/**
 * Remembers the `size` entries used last, at most twice as many: when the young generation is
 * full it becomes the old one, and what is not asked for again goes with that. Nothing to sweep.
 */
function recent<Value>(size: number) {
  let young = new Map<string, Value>()
  let old = new Map<string, Value>()

  function set(key: string, value: Value): void {
    if (young.size >= size) {
      old = young
      young = new Map()
    }
    young.set(key, value)
  }

  return {
    set,
    get(key: string): Value | undefined {
      const value = young.get(key)
      if (value !== undefined) return value
      const aged = old.get(key)
      if (aged !== undefined) set(key, aged)
      return aged
    },
  }
}
