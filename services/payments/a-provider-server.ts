import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export type Asked = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly authorization: string
  readonly body: string
}

export type Given = { readonly status: number; readonly body: object; readonly lost?: boolean }

/** A real provider's manners at the door, which its double is given. */
type Manners = {
  readonly answer: (asked: Asked) => Given
  /** A request whose key is busy with another one. */
  readonly busy: Given
  /** A key that was used for something else; null where the provider does not look. */
  readonly otherBody: Given | null
  readonly broken: Given
}

export type ProviderServer = AsyncDisposable & {
  readonly url: string
  /** Everything that was asked for, in order, as `POST /v1/…`. */
  readonly asked: string[]
  /** What it does from now on: its work; nothing but 500; all of it, only when it is told to. */
  behave(manner: 'well' | 'broken' | 'silent'): void
}

/** How long it works at a request, so that two of one key meet. */
const WORK_MS = 3

/**
 * A double of a provider: HTTP on a free port, JSON, and idempotency keys, under which an answer is
 * kept and given again, a refusal too.
 */
export async function aProviderServer(manners: Manners): Promise<ProviderServer> {
  const kept = new Map<string, { readonly asked: Asked; given: Given | null }>()
  const asked: string[] = []
  let behaviour: 'well' | 'broken' | 'silent' = 'well'
  let spoken = Promise.withResolvers<void>()

  async function answer(request: Asked, key: string | undefined): Promise<Given> {
    if (key === undefined || request.method !== 'POST') return manners.answer(request)
    const known = kept.get(key)
    if (known !== undefined) {
      const isOther = known.asked.path !== request.path || known.asked.body !== request.body
      if (isOther && manners.otherBody !== null) return manners.otherBody
      // What was lost on the way once is not lost again.
      return known.given === null ? manners.busy : { ...known.given, lost: false }
    }
    const keeping: { asked: Asked; given: Given | null } = { asked: request, given: null }
    kept.set(key, keeping)
    await sleep(WORK_MS)
    keeping.given = manners.answer(request)
    return keeping.given
  }

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message)
    asked.push(`${request.method} ${request.path}`)
    if (behaviour === 'silent') await spoken.promise
    const key = message.headers['idempotency-key']
    const given =
      behaviour === 'broken'
        ? manners.broken
        : await answer(request, typeof key === 'string' ? key : undefined)
    if (given.lost === true) message.socket.destroy()
    else {
      response.writeHead(given.status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(given.body))
    }
  }

  const server = createServer((message, response) => void serve(message, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    behave(manner) {
      if (behaviour === 'silent') spoken.resolve()
      if (manner === 'silent') spoken = Promise.withResolvers()
      behaviour = manner
    },
    async [Symbol.asyncDispose]() {
      spoken.resolve()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

async function readRequest(message: IncomingMessage): Promise<Asked> {
  let body = ''
  for await (const chunk of message.setEncoding('utf8')) body += chunk
  const { pathname, searchParams } = new URL(message.url ?? '/', 'http://provider.example')
  const { method = 'GET', headers } = message
  const authorization = headers.authorization ?? ''
  return { method, path: pathname, query: searchParams, authorization, body }
}
