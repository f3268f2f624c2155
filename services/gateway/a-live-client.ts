import assert from 'node:assert/strict'
import { once } from 'node:events'
import { get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { Clock } from '#platform/time/clock.ts'

type LiveClient = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** All that came, comments too. */
  text(): string
  /** What came as events, parsed. */
  events(): readonly { readonly event: string; readonly data: unknown }[]
  /** Resolves when so many events are there. */
  hasEvents(count: number): Promise<void>
  readonly ended: Promise<void>
  close(): void
  readonly response: IncomingMessage
}

/** Follows a live stream, as a browser's EventSource does. */
export async function follow(
  url: string,
  headers: Record<string, string> = {},
): Promise<LiveClient> {
  const request = get(url, { headers, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  let text = ''
  response.setEncoding('utf8').on('data', part => {
    text += part
  })
  // Both ways of ending are looked at: ended by the shop, cut by it.
  const ended = new Promise<void>(resolve => {
    response.on('error', () => resolve()).on('close', () => resolve())
  })

  const events = () =>
    [...text.matchAll(/event: (.*)\ndata: (.*)\n\n/g)].map(([, event = '', data = '']) => ({
      event,
      data: JSON.parse(data),
    }))
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: () => text,
    events,
    hasEvents: count => until(() => events().length >= count, `${count} events`),
    ended,
    close: () => request.destroy(),
    response,
  }
}

/** Lets the event loop turn until it is so. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const endMs = performance.now() + 10_000
  while (!condition()) {
    assert.ok(performance.now() < endMs, `there was never: ${what}`)
    await new Promise(setImmediate)
  }
}

/** Lets what waits for the clock, or for a socket, come to its end. */
export async function settle(turns = 20): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate)
}

/** Seconds pass one by one, and whoever waits for each does what it does. */
export async function passSeconds(
  clock: Pick<Clock, 'nowMs'> & { advance(ms: number): void },
  seconds: number,
): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    clock.advance(1_000)
    await settle(5)
  }
}
