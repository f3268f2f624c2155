import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Problem } from '#contracts/problems.ts'
import type { FlatHeaders } from '#platform/http/http-answers.ts'
import type { Clock } from '#platform/time/clock.ts'
import type { Live } from './live.ts'
import { eventBytes, type Follower, type LiveTopic, liveChannels } from './live-channels.ts'

/** Server-sent events (WHATWG HTML, 9.2) for whoever follows a live topic. */
export type LiveStreams = AsyncDisposable & {
  /**
   * Makes the response a stream: first an event with what `readSnapshot` gives, as JSON text, then
   * what is published on the topic, and what it gives when something of that may have been missed.
   * Rejects as `readSnapshot` does, with nothing written yet.
   */
  open(
    response: ServerResponse,
    about: LiveTopic & { readonly owner: string | null },
    readSnapshot: () => Promise<string>,
  ): Promise<void>
  /** Ends all streams of this owner, such as a session. */
  endOf(owner: string): void
  count(): number
}

type Deps = {
  readonly clock: Clock
  readonly live: Pick<Live, 'subscribe' | 'onMissed'>
  /** Those of every answer of the door. */
  readonly headers: FlatHeaders
}

/** Proxies close what is silent for longer. Each stream has its second among these. */
const BEAT_EVERY_S = 15
const BEAT = Buffer.from(':\n\n')

/** How much later a browser comes back after its connection was lost. */
const RETRY_MS = 2_000

/** A client that leaves more than this unread is too slow for what moves, and is cut. */
const MAX_UNREAD_BYTES = 64 * 1_024

export function liveStreams({ clock, live, headers }: Deps): LiveStreams {
  const channels = liveChannels({ clock, live })
  const streams = new Map<Socket, Stream>()
  const beats = Array.from({ length: BEAT_EVERY_S }, () => new Set<Stream>())
  const stop = new AbortController()
  const streamHeaders = ['content-type', 'text/event-stream', 'x-accel-buffering', 'no', ...headers]
  let opened = 0

  function begin(
    response: ServerResponse,
    about: StreamParts['about'],
    readSnapshot: () => Promise<string>,
  ): Stream {
    const socket = response.socket
    // The client has gone while it was identified; nobody reads what is written here.
    if (socket === null || stop.signal.aborted) throw new Problem('try_again')
    const stream = new Stream({ response, socket, about, beat: opened++ % BEAT_EVERY_S })
    streams.set(socket, stream)
    beats[stream.beat]?.add(stream)
    channels.follow(about, stream, readSnapshot)
    socket.on('close', forgetClosed)
    return stream
  }

  function forget(stream: Stream): void {
    streams.delete(stream.socket)
    beats[stream.beat]?.delete(stream)
    channels.leave(stream.about, stream)
    stream.socket.off('close', forgetClosed)
  }

  // One listener for ten thousand streams: `this` tells which.
  function forgetClosed(this: Socket): void {
    const stream = streams.get(this)
    if (stream !== undefined) forget(stream)
  }

  async function beat(): Promise<void> {
    for (let second = 0; !stop.signal.aborted; second = (second + 1) % BEAT_EVERY_S) {
      await clock.wait(1_000, stop.signal)
      for (const stream of beats[second] ?? []) stream.beatHeart()
    }
  }

  const beating = beat()
  return {
    async open(response, about, readSnapshot) {
      // Followed before the state is read, so that nothing between the two is missed.
      const stream = begin(response, about, readSnapshot)
      try {
        stream.start(streamHeaders, await readSnapshot())
      } catch (error) {
        forget(stream)
        throw error
      }
    },
    endOf(owner) {
      for (const stream of streams.values()) if (stream.about.owner === owner) stream.end()
    },
    count: () => streams.size,
    async [Symbol.asyncDispose]() {
      stop.abort()
      channels[Symbol.dispose]()
      for (const stream of streams.values()) stream.end()
      await beating
    },
  }
}

type StreamParts = {
  readonly response: ServerResponse
  readonly socket: Socket
  readonly about: LiveTopic & { readonly owner: string | null }
  readonly beat: number
}

/** One client. A class, because ten thousand of them want no closure each. */
class Stream implements Follower {
  readonly socket: Socket
  readonly about: StreamParts['about']
  readonly beat: number
  readonly #response: ServerResponse
  #started = false
  #missed: Buffer | null = null

  constructor({ response, socket, about, beat }: StreamParts) {
    this.#response = response
    this.socket = socket
    this.about = about
    this.beat = beat
  }

  start(headers: FlatHeaders, snapshotText: string): void {
    const { event } = this.about
    // Its end is the end of the connection. So the bytes of an event need no frame of chunks
    // around them, and can be the same for all clients.
    this.#response.useChunkedEncodingByDefault = false
    this.#response.writeHead(200, [...headers, 'connection', 'close'])
    this.#response.write(
      Buffer.concat([Buffer.from(`retry: ${RETRY_MS}\n\n`), eventBytes(event, snapshotText)]),
    )
    this.#started = true
    // Came while the snapshot was read. It may be in there already: told twice does no harm.
    if (this.#missed !== null) this.#send(this.#missed)
    this.#missed = null
  }

  take(event: Buffer): void {
    if (this.#started) this.#send(event)
    else this.#missed = event
  }

  beatHeart(): void {
    if (this.#started) this.#send(BEAT)
  }

  end(): void {
    if (this.#started) this.#response.end()
    else this.socket.destroy()
  }

  #send(bytes: Buffer): void {
    if (this.socket.destroyed || this.#response.writableEnded) return
    this.socket.write(bytes)
    if (this.socket.writableLength > MAX_UNREAD_BYTES) this.socket.destroy()
  }
}
