import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import type { Asked, Step } from './asked.ts'

export type Answer = {
  readonly status: number
  readonly code: string | null
  readonly text: string
  readonly body: unknown
  readonly retryAfterMs: number
}

export type Question = {
  readonly step: Step
  readonly token?: string
  readonly key?: string
  readonly body?: unknown
  /** Nobody hears the answer after this time. */
  readonly netGoesAfterMs?: number | null
}

/** Asks the shop as a browser does, and notes how long it took. */
export type ShopClient = AsyncDisposable & {
  /** Null where the net was gone, or nobody answered. */
  readonly ask: (request: `${string} /${string}`, question: Question) => Promise<Answer | null>
}

type Deps = {
  readonly url: string
  readonly note: (asked: Asked) => void
  /** Milliseconds from the opening. */
  readonly sinceOpeningMs: () => number
}

/** As many as a browser's crowd behind a balancer; more wait for a free one, which counts as time. */
const CONNECTIONS = 256
const PATIENCE_MS = 20_000

/** Keep-alive connections to one shop, until it is disposed. */
export function shopClient({ url, note, sinceOpeningMs }: Deps): ShopClient {
  const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 })

  async function ask(
    request: string,
    { step, token, key, body, netGoesAfterMs = null }: Question,
  ): Promise<Answer | null> {
    const [method = 'GET', path = '/'] = request.split(' ')
    const sentAtMs = sinceOpeningMs()
    const patience = AbortSignal.timeout(Math.ceil(netGoesAfterMs ?? PATIENCE_MS))
    try {
      const response = await pool.request({
        path,
        method: method as 'GET',
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(key !== undefined && { 'idempotency-key': key }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: patience,
      })
      const text = await response.body.text()
      const answer = answerOf(response.statusCode, response.headers['retry-after'], text)
      const { status, code } = answer
      note({ step, sentAtMs, tookMs: sinceOpeningMs() - sentAtMs, status, code })
      return answer
    } catch (error) {
      const code = patience.aborted ? 'net gone' : ((error as { code?: string }).code ?? 'broken')
      note({ step, sentAtMs, tookMs: sinceOpeningMs() - sentAtMs, status: 0, code })
      // Whoever has no net tries again when it is back.
      await sleep(100)
      return null
    }
  }
  return { ask, [Symbol.asyncDispose]: () => pool.destroy() }
}

function answerOf(status: number, retryAfter: unknown, text: string): Answer {
  const body = /^[[{]/.test(text) ? (JSON.parse(text) as { code?: unknown }) : null
  const code = typeof body?.code === 'string' && status >= 400 ? body.code : null
  return { status, code, text, body, retryAfterMs: Number(retryAfter ?? 0) * 1_000 }
}
