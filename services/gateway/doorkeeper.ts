import type { Access, Caller } from '#contracts/operation.ts'
import { isRefusal, type Refusal, refuse } from '#contracts/problems.ts'
import type { Log } from '#platform/measures/log.ts'
import type { TokenFault } from '#platform/security/access-token.ts'
import type { EndedSessions } from './ended-sessions.ts'
import type { KnownCallers, Verified } from './known-callers.ts'
import { claimsPrivilege, permission } from './permission.ts'
import type { RequestLimits } from './request-limits.ts'
import type { Standings } from './standings.ts'

/** A member, a visitor (null), or why the request does not come in. */
export type Entry = Caller | null | Refusal

/** What an address asks of whoever knocks. */
export type Need = {
  readonly access: Access
  /** Whether somebody with a token is somebody else here than somebody without. */
  readonly knowsMembers: boolean
  /** Whether it counts as a purchase. */
  readonly keyed: boolean
  /** Whether the token's own word will do where members cannot be asked. */
  readonly believesToken?: boolean
}

type Knock = { readonly authorization: string | undefined; readonly address: string }

/** Decides who comes in. At once wherever it can, because most of a rush was seen before. */
export type Doorkeeper = (need: Need, knock: Knock) => Entry | Promise<Entry>

type Deps = {
  readonly callers: KnownCallers
  readonly ended: EndedSessions
  readonly standings: Standings
  readonly limits: RequestLimits
  readonly log: Pick<Log, 'warn'>
}

const TOKEN_MISSING = refuse('token_missing')
const TOKEN_INVALID = refuse('token_invalid')
const TOKEN_EXPIRED = refuse('token_expired')

/**
 * A token that is no good is refused wherever tokens are looked at, on public pages too: a client
 * that is silently taken for a visitor would show a member's page without the member.
 */
export function doorkeeper({ callers, ended, standings, limits, log }: Deps): Doorkeeper {
  function visit(need: Need, address: string): Entry {
    const tooMany = limits.visitor(address)
    if (tooMany !== null) return tooMany
    return need.access === 'anyone' ? null : TOKEN_MISSING
  }

  function turnAway(fault: TokenFault, address: string): Refusal {
    if (fault === 'token_expired') return limits.visitor(address) ?? TOKEN_EXPIRED
    return limits.falseToken(address) ?? TOKEN_INVALID
  }

  function count(caller: Caller, need: Need): Entry {
    const tooMany = need.keyed ? limits.purchase(caller.memberId) : limits.member(caller.memberId)
    return tooMany ?? caller
  }

  function admit(verified: Verified, need: Need, address: string): Entry | Promise<Entry> {
    if (typeof verified === 'string') return turnAway(verified, address)
    if (ended.has(verified.sessionId)) return TOKEN_INVALID
    // What makes a token more than a member's, or less than is needed, may have changed since.
    if (claimsPrivilege(verified) || permission(need.access, verified) !== null) {
      return admitAsOfNow(verified, need)
    }
    return count(verified, need)
  }

  async function admitAsOfNow(claimed: Caller, need: Need): Promise<Entry> {
    const caller = await asOfNow(claimed, need)
    if (caller === null) return TOKEN_INVALID
    const refused = permission(need.access, caller)
    const counted = count(caller, need)
    if (refused === 'forbidden') {
      const { memberId, sessionId } = caller
      log.warn({ memberId, sessionId, needed: need.access }, 'a member asked for more than may be')
    }
    return refused === null || isRefusal(counted) ? counted : refuse(refused)
  }

  async function asOfNow(claimed: Caller, need: Need): Promise<Caller | null> {
    try {
      return await standings.asOfNow(claimed)
    } catch (error) {
      if (need.believesToken && permission(need.access, claimed) === null) return claimed
      throw error
    }
  }

  return (need, { authorization, address }) => {
    if (authorization === undefined || !need.knowsMembers) return visit(need, address)
    const verified = callers.callerOf(authorization)
    if (!(verified instanceof Promise)) return admit(verified, need, address)
    // Else rubbish could have us compute signatures without end.
    return limits.falseTokensSoFar(address) ?? verified.then(known => admit(known, need, address))
  }
}
