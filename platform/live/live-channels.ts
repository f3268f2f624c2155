import type { Clock } from '#platform/time/clock.ts'
import { askedAgain } from './asked-again.ts'
import type { Live } from './live.ts'

/** Whoever is told about a topic. */
export type Follower = {
  /** Takes the bytes of one event; they are shared, and not to be changed. */
  take(event: Buffer): void
}

export type LiveTopic = {
  readonly topic: string
  /** The name of the events that are made of its messages. */
  readonly event: string
}

/** The topics that somebody follows: each is heard once, and each message serialised once for all. */
type LiveChannels = Disposable & {
  /** `readNow` gives the present state, as JSON text; of all followers, that of the first is asked. */
  follow(topic: LiveTopic, follower: Follower, readNow: () => Promise<string>): void
  leave(topic: LiveTopic, follower: Follower): void
}

type Channel = {
  readonly event: string
  readonly followers: Set<Follower>
  readonly readNow: () => Promise<string>
  stopListening: () => void
  newest: unknown
  /** The newest was not told yet, because something was a moment ago. */
  behind: boolean
  resting: boolean
}

/** At most five events a second and topic: no eye follows more. */
const REST_MS = 200

/** How many are told in one turn of the event loop: a crowd must not keep a buyer waiting. */
const FOLLOWERS_PER_TURN = 250

export function liveChannels({
  clock,
  live,
}: {
  readonly clock: Clock
  readonly live: Pick<Live, 'subscribe' | 'onMissed'>
}): LiveChannels {
  const channels = new Map<string, Channel>()
  const stop = new AbortController()
  const askAgain = askedAgain({ clock, ask: tellPresent, stopped: stop.signal })
  const stopWatching = live.onMissed(() => askAgain(channels.keys()))

  function open({ topic, event }: LiveTopic, readNow: Channel['readNow']): Channel {
    const channel: Channel = {
      event,
      followers: new Set(),
      readNow,
      stopListening: () => undefined,
      newest: undefined,
      behind: false,
      resting: false,
    }
    channel.stopListening = live.subscribe(topic, message => hear(channel, message))
    channels.set(topic, channel)
    return channel
  }

  function hear(channel: Channel, message: unknown): void {
    channel.newest = message
    channel.behind = true
    if (!channel.resting) tell(channel)
  }

  async function tellPresent(topic: string): Promise<void> {
    const channel = channels.get(topic)
    if (channel === undefined) return
    const { newest } = channel
    const present = JSON.parse(await channel.readNow())
    // What was heard meanwhile is no older.
    if (channels.get(topic) === channel && channel.newest === newest) hear(channel, present)
  }

  /** The first of several messages goes at once, the last after a rest, those between not at all. */
  function tell(channel: Channel): void {
    channel.behind = false
    channel.resting = true
    tellAll([...channel.followers], eventBytes(channel.event, JSON.stringify(channel.newest)))
    void clock.wait(REST_MS, stop.signal).then(() => {
      channel.resting = false
      if (channel.behind && !stop.signal.aborted) tell(channel)
    })
  }

  return {
    follow(topic, follower, readNow) {
      const channel = channels.get(topic.topic) ?? open(topic, readNow)
      channel.followers.add(follower)
    },
    leave({ topic }, follower) {
      const channel = channels.get(topic)
      if (channel === undefined || !channel.followers.delete(follower)) return
      if (channel.followers.size > 0) return
      channel.stopListening()
      channels.delete(topic)
    },
    [Symbol.dispose]() {
      stop.abort()
      stopWatching()
      for (const channel of channels.values()) channel.stopListening()
      channels.clear()
    },
  }
}

function tellAll(followers: readonly Follower[], event: Buffer, from = 0): void {
  const upTo = Math.min(from + FOLLOWERS_PER_TURN, followers.length)
  for (let index = from; index < upTo; index++) followers[index]?.take(event)
  if (upTo < followers.length) setImmediate(tellAll, followers, event, upTo)
}

/** One server-sent event. JSON text has no line breaks, so its data is one line. */
export function eventBytes(event: string, jsonText: string): Buffer {
  return Buffer.from(`event: ${event}\ndata: ${jsonText}\n\n`)
}
