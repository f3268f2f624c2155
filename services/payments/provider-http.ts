import { Agent, request } from 'undici'
import { objectOf } from './webhook-json.ts'

type Fields = Readonly<Record<string, unknown>>

export type ProviderAnswer = { readonly status: number; readonly body: Fields }

type ProviderRequest = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** The provider does it once for this key, however often it is asked. */
  readonly idempotencyKey?: string
  readonly body?: string
}

/** Asks a provider over HTTP. Rejects where no whole answer in JSON came in time. */
type AskOverHttp = (asked: ProviderRequest) => Promise<ProviderAnswer>

type Options = {
  /** Without a slash at the end. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** For one request and the whole of its answer. */
  readonly timeoutMs: number
}

/** More than any answer that we ask for. */
const MOST_BYTES = 4 * 1_024 * 1_024

/** Enough for a rush; whoever finds none free waits for it within the time of the request. */
const CONNECTIONS = 64

/** No redirects are followed: a payment is asked for where the configuration says, or nowhere. */
export function askOverHttp({ url, headers, timeoutMs }: Options): AskOverHttp {
  const dispatcher = new Agent({
    connections: CONNECTIONS,
    connect: { timeout: timeoutMs },
    maxResponseSize: MOST_BYTES,
  })
  return async ({ method, path, idempotencyKey, body }) => {
    const { statusCode, body: answered } = await request(`${url}${path}`, {
      method,
      dispatcher,
      headers: {
        ...headers,
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    const parsed = objectOf(JSON.parse(await answered.text()))
    if (parsed === null) throw new Error(`${path} was answered with JSON that is no object`)
    return { status: statusCode, body: parsed }
  }
}

/** The provider says that it cannot tell, or that we may not ask: nobody knows what happened. */
export class ProviderFault extends Error {
  override readonly name = 'ProviderFault'
}

/** What is no answer to the question itself: its own fault, too many questions, a wrong key. */
export const isNoAnswer = ({ status }: ProviderAnswer): boolean =>
  status >= 500 || status === 429 || status === 401

/**
 * What is about our keys (401, 403), where we ask (404) or when (408, 409, 425, 429), rather than
 * about what is asked for.
 */
const NOT_ABOUT_THE_QUESTION: ReadonlySet<number> = new Set([401, 403, 404, 408, 409, 425, 429])

/** The question was understood, and the answer is no: asked again, it would be the same. */
export const isDefinitiveRefusal = ({ status }: ProviderAnswer): boolean =>
  status >= 400 && status < 500 && !NOT_ABOUT_THE_QUESTION.has(status)
