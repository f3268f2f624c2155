import type { ServerResponse } from 'node:http'
import type { JsonText } from '#contracts/operation.ts'
import {
  type ProblemCode,
  type ProblemDetails,
  type ProblemKind,
  problems,
} from '#contracts/problems.ts'

/** Names and values in turn, as `writeHead` takes them without looking at each again. */
export type FlatHeaders = readonly string[]

/**
 * How this shop answers. Written straight to Node's response: the reply of the framework looks at
 * hooks, serialisers and streams that no answer of ours has, which costs a fifth of a refusal.
 */
export type HttpAnswers = {
  readonly secureTransport: boolean
  /** From now on every answer ends its connection, and says so. */
  leave(): void
  /** Whether it was called. */
  isLeaving(): boolean
  /** What stands on every answer. */
  readonly headers: FlatHeaders
  /** JSON text, as it is. */
  json(response: ServerResponse, status: number, text: JsonText, more?: FlatHeaders): void
  /** An answer without a body. */
  empty(response: ServerResponse, status: number, more?: FlatHeaders): void
  /** A refusal, as `application/problem+json` (RFC 9457). */
  refuse(response: ServerResponse, code: ProblemCode, details?: ProblemDetails): void
}

const SECONDS_PER_YEAR = 31_536_000

/** Text of a document in which nothing runs, loads or frames: what the API gives is no page. */
const API_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'"

/** On every answer that a page is not; pages bring their own content policy. */
export function securityHeaders(secureTransport: boolean, contentPolicy = API_CONTENT_POLICY) {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy': contentPolicy,
    // A page of ours shares no window with others.
    ...(contentPolicy !== API_CONTENT_POLICY && { 'cross-origin-opener-policy': 'same-origin' }),
    ...(secureTransport && {
      'strict-transport-security': `max-age=${SECONDS_PER_YEAR}; includeSubDomains`,
    }),
  }
}

/** The answers of a door that is reached by TLS, or not. */
export function httpAnswers({ secureTransport }: { readonly secureTransport: boolean }) {
  const always = ['cache-control', 'no-store', ...Object.entries(securityHeaders(secureTransport))]
    .flat()
    .map(String)
  const prepared = prepareRefusals(always)
  let leaving = false

  function begin(response: ServerResponse, status: number, headers: string[]): void {
    if (leaving) response.shouldKeepAlive = false
    response.writeHead(status, headers)
  }

  const answers: HttpAnswers = {
    secureTransport,
    headers: always,
    leave() {
      leaving = true
    },
    isLeaving: () => leaving,
    json(response, status, text, more) {
      const length = String(Buffer.byteLength(text))
      const headers = ['content-type', JSON_TYPE, 'content-length', length, ...always]
      begin(response, status, more === undefined ? headers : headers.concat(more))
      response.end(text)
    },
    empty(response, status, more) {
      begin(response, status, more === undefined ? [...always] : always.concat(more))
      response.end()
    },
    refuse(response, code, details) {
      const refusal = details === undefined ? prepared[code] : refusalWith(code, details, always)
      begin(response, refusal.status, refusal.headers)
      response.end(refusal.text)
    },
  }
  return answers
}

const JSON_TYPE = 'application/json; charset=utf-8'

type PreparedRefusal = {
  readonly status: number
  readonly headers: string[]
  readonly text: string
}

/** The whole of a refusal that tells nothing but its code never changes, so it is made once. */
function prepareRefusals(always: FlatHeaders): Record<ProblemCode, PreparedRefusal> {
  const codes = Object.keys(problems) as ProblemCode[]
  return Object.fromEntries(codes.map(code => [code, refusalWith(code, {}, always)])) as Record<
    ProblemCode,
    PreparedRefusal
  >
}

function refusalWith(
  code: ProblemCode,
  details: ProblemDetails,
  always: FlatHeaders,
): PreparedRefusal {
  const { status } = problems[code]
  const text = problemText(code, details)
  const headers = [
    'content-type',
    'application/problem+json',
    'content-length',
    String(Buffer.byteLength(text)),
    ...always,
  ]
  if (status === 429 || status === 503) headers.push('retry-after', retryAfter(details))
  if (status === 405 && Array.isArray(details.allow))
    headers.push('allow', details.allow.join(', '))
  return { status, headers, text }
}

/** Seconds; at least one, because zero would be asked again at once. */
function retryAfter({ retryAfterSeconds }: ProblemDetails): string {
  const seconds = typeof retryAfterSeconds === 'number' ? Math.ceil(retryAfterSeconds) : 1
  return String(Math.max(1, seconds))
}

/** The problem document as JSON text. No detail can take the place of what every problem says. */
export function problemText(code: ProblemCode, details: ProblemDetails = {}): string {
  const { status, title, ...said }: ProblemKind = problems[code]
  const standard = { type: `/docs/problems#${code}`, title, status, code: said.code ?? code }
  return JSON.stringify({ ...standard, ...details, ...standard })
}
