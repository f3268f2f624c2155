import { streamRoutes } from 'virtual:contract-routes'
import type { StreamName, Told } from './contract.ts'
import { eventReader } from './event-reader.ts'
import { requestOf } from './request-of.ts'
import { freshToken, tokenAfterRefusal } from './session.ts'

export type LiveState = 'connecting' | 'live' | 'lost'

type Follower<Name extends StreamName> = {
  readonly told: (what: Told<Name>) => void
  readonly is?: (state: LiveState) => void
}

/** Longer than the server is ever silent: it breathes every fifteen seconds. */
const SILENT_MS = 40_000
const AGAIN_MS = { first: 500, most: 15_000 }
/** A page that is hidden holds its connection so long; a browser has six for all of its tabs. */
const HIDDEN_MS = 10_000

/**
 * Follows a live stream by fetch, so that the token goes in the header, until the returned function
 * is called. Comes back by itself, at once when the network or the page does. A hidden page begins
 * nothing: many may be opened in tabs behind the one that is looked at.
 */
export function followLive<Name extends StreamName>(
  name: Name,
  input: Readonly<Record<string, string>>,
  { told, is = () => undefined }: Follower<Name>,
): () => void {
  const request = requestOf(streamRoutes[name] ?? '', input)
  const ended = new AbortController()
  let current = new AbortController()
  let wake: () => void = () => undefined
  let failures = 0

  async function once(): Promise<void> {
    current = new AbortController()
    const token = await freshToken(request.needsToken)
    const response = await unlessSilent(open(request.url, token, current.signal), current)
    if (response.status === 401 && token !== null) await tokenAfterRefusal(token)
    if (!response.ok || response.body === null)
      throw new Error(`the stream answers ${response.status}`)
    await readAll(response.body, current, data => {
      failures = 0
      is('live')
      told(data as Told<Name>)
    })
  }

  async function always(): Promise<void> {
    is('connecting')
    if (document.hidden) await sleepOr(Number.POSITIVE_INFINITY)
    while (!ended.signal.aborted) {
      await once().catch(() => undefined)
      if (ended.signal.aborted) return
      // And stays so until it is live: what was told before grows old meanwhile.
      is('lost')
      const mostMs = Math.min(AGAIN_MS.most, AGAIN_MS.first * 2 ** failures++)
      await sleepOr(document.hidden ? Number.POSITIVE_INFINITY : mostMs * (0.5 + Math.random() / 2))
    }
  }

  function sleepOr(ms: number): Promise<void> {
    return new Promise(resolve => {
      wake = resolve
      if (Number.isFinite(ms)) setTimeout(resolve, ms)
    })
  }

  let hiding: ReturnType<typeof setTimeout> | undefined
  function shownOrHidden(): void {
    clearTimeout(hiding)
    if (document.hidden) hiding = setTimeout(() => current.abort(), HIDDEN_MS)
    else wake()
  }
  const back = () => document.hidden || wake()
  const gone = () => current.abort()
  document.addEventListener('visibilitychange', shownOrHidden, { signal: ended.signal })
  window.addEventListener('online', back, { signal: ended.signal })
  window.addEventListener('offline', gone, { signal: ended.signal })
  void always()

  return () => {
    clearTimeout(hiding)
    ended.abort()
    current.abort()
    wake()
  }
}

function open(url: string, token: string | null, signal: AbortSignal): Promise<Response> {
  const headers = {
    accept: 'text/event-stream',
    ...(token !== null && { authorization: `Bearer ${token}` }),
  }
  return fetch(url, { headers, signal, cache: 'no-store' })
}

/** Until the stream ends, or is silent for too long. */
async function readAll(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  current: AbortController,
  told: (data: unknown) => void,
): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  const read = eventReader(told)
  for (;;) {
    const { done, value } = await unlessSilent(reader.read(), current)
    if (done) return
    read(value)
  }
}

function unlessSilent<What>(awaited: Promise<What>, current: AbortController): Promise<What> {
  const silent = setTimeout(() => current.abort(), SILENT_MS)
  return awaited.finally(() => clearTimeout(silent))
}
