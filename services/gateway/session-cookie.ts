import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyRequest } from 'fastify'
import { type membersApi, REFRESH_TTL_MS, type Session } from '#contracts/members.ts'
import type { CallContext } from '#contracts/operation.ts'
import { Problem } from '#contracts/problems.ts'
import type { FlatHeaders } from '#platform/http/http-answers.ts'
import type { PublicUrl } from './public-url.ts'

/** What the calls about sessions do beside what all calls do: they keep the refresh cookie. */
export type SessionManner = {
  /** The context with the cookie's token in it. Throws `forbidden` for a page of another origin. */
  before(request: FastifyRequest, input: unknown, context: CallContext): CallContext
  /** What goes into the body, and the cookie beside it. */
  after(
    answer: unknown,
    input: unknown,
  ): { readonly answer: unknown; readonly headers: FlatHeaders }
}

const PATH = '/api/sessions'

/** A device's name is made of it; nobody's browser is called longer. */
const MAX_USER_AGENT = 300

const FOREIGN_ORIGIN =
  'A page of another origin may not use the sessions of this shop. Its origin is PUBLIC_URL.'

const manners = {
  logIn: 'opens',
  refreshSession: 'renews',
  logOut: 'ends',
  logOutEverywhere: 'ends',
  eraseMe: 'ends',
} as const satisfies Partial<Record<keyof typeof membersApi, string>>

/**
 * The refresh token lives where no script reads it: in a cookie for `/api/sessions` only, sent to
 * nobody from another site. A client that has no cookies asks for it in the body, and brings it
 * back there.
 */
export function sessionManners(
  publicUrl: PublicUrl,
): (operationName: string) => SessionManner | null {
  // The browser refuses a cookie of that name unless it came by TLS, marked as secure.
  const name = publicUrl.secureTransport ? '__Secure-refresh' : 'refresh'

  function setCookie(value: string, maxAge: number): FlatHeaders {
    const attributes = { path: PATH, httpOnly: true, sameSite: 'strict' } as const
    return [
      'set-cookie',
      stringifySetCookie({ name, value, maxAge, secure: publicUrl.secureCookies, ...attributes }),
    ]
  }

  function before(request: FastifyRequest, input: unknown, context: CallContext): CallContext {
    const { origin, cookie, host, 'user-agent': userAgent } = request.raw.headers
    if (origin !== undefined && !publicUrl.isOurs(origin, host)) {
      throw new Problem('forbidden', { detail: FOREIGN_ORIGIN })
    }
    const refreshToken =
      bodyToken(input) ?? (cookie ? parseCookie(cookie)[name] || undefined : undefined)
    return {
      ...context,
      ...(userAgent !== undefined && { userAgent: userAgent.slice(0, MAX_USER_AGENT) }),
      ...(refreshToken !== undefined && { refreshToken }),
    }
  }

  function opened(answer: unknown, input: unknown) {
    const { refreshToken, ...session } = answer as Session
    const wantsBody = bodyToken(input) !== undefined || wantsTokensInBody(input)
    if (wantsBody || refreshToken === undefined) return { answer, headers: [] }
    return { answer: session, headers: setCookie(refreshToken, REFRESH_TTL_MS / 1_000) }
  }

  const ended = (answer: unknown) => ({ answer, headers: setCookie('', 0) })

  return operationName => {
    if (!Object.hasOwn(manners, operationName)) return null
    const manner = manners[operationName as keyof typeof manners]
    return { before, after: manner === 'ends' ? ended : opened }
  }
}

function bodyToken(input: unknown): string | undefined {
  return (input as { readonly refreshToken?: string }).refreshToken
}

function wantsTokensInBody(input: unknown): boolean {
  return (input as { readonly tokens?: string }).tokens === 'body'
}
