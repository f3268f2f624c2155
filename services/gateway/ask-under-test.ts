import { connect } from 'node:net'
import { text } from 'node:stream/consumers'

type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body where it is JSON, else null. */
  readonly json: Record<string, unknown> | null
}

/** `POST /api/…` as a client says it. */
export async function ask(
  url: string,
  request: string,
  {
    headers = {},
    body,
  }: { readonly headers?: Record<string, string>; readonly body?: unknown } = {},
): Promise<Answer> {
  const [method = 'GET', path = '/'] = request.split(' ')
  const raw = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(url + path, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(raw !== undefined && { body: raw }),
  })
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== ''
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : null,
  }
}

/** Status and code, which is what a refusal is about. */
export async function refusalOf(answer: Promise<Answer>): Promise<readonly [number, unknown]> {
  const { status, json } = await answer
  return [status, json?.code]
}

/** Writes these bytes to the port and gives all that comes back until the connection is closed. */
export async function askRaw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  // A connection that is reset has said what it had to say.
  socket.on('error', () => socket.destroy())
  socket.write(bytes)
  return text(socket)
}
