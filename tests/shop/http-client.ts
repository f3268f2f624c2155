import assert from 'node:assert/strict'

export type Token = { readonly accessToken: string }

type Ask = {
  readonly as?: Token
  readonly body?: unknown
  /** The Idempotency-Key. */
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
}

export type HttpAnswer = {
  readonly status: number
  /** The word of a refusal. */
  readonly code: string | undefined
  readonly text: string
  readonly body: unknown
  readonly headers: Headers
}

/** `PUT /api/…` as a shop's client says it. Gives the answer, whatever it is. */
export type HttpClient = (request: `${string} /${string}`, ask?: Ask) => Promise<HttpAnswer>

export function httpClient(url: string): HttpClient {
  return async (request, { as, body, key, headers } = {}) => {
    const [method = 'GET', path = '/'] = request.split(' ')
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(as && { authorization: `Bearer ${as.accessToken}` }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const json = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : null
    return {
      status: response.status,
      code: json?.code,
      text,
      body: json,
      headers: response.headers,
    }
  }
}

/** The body of an answer that must be of this status, and of this code where it refuses. */
export function expectAnswer<Body>(answer: HttpAnswer, status: number, code?: string): Body {
  const seen = `${answer.status} ${answer.text.slice(0, 500)}`
  assert.equal(answer.status, status, seen)
  if (code !== undefined) {
    assert.equal(answer.code, code, seen)
    assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/)
  }
  return answer.body as Body
}
