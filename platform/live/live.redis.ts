import type { Log } from '#platform/measures/log.ts'
import type { Redis } from '#platform/redis/redis.ts'
import { RedisUnavailable } from '#platform/redis/redis-errors.ts'
import type { Clock } from '#platform/time/clock.ts'
import { memoryLive } from './live.memory.ts'
import type { Live } from './live.ts'
import { liveInterest, type Said, type Saying } from './live-interest.ts'

type Deps = {
  readonly redis: Redis
  readonly clock: Pick<Clock, 'wait'>
  readonly log: Log
  /** Of this process, among all. */
  readonly name: string
  /** Before all channels. */
  readonly prefix?: string
  readonly elapsedMs?: () => number
}

const BEAT_MS = 1_000
const SILENT_MS = 5_000
/** Of one message: it must not keep the others waiting. */
const TOPICS_PER_MESSAGE = 1_000

/**
 * What moves, told to the listeners of every process. This process's own hear it at once, whatever
 * Redis does; those elsewhere by Redis, which keeps nothing.
 */
export function redisLive(deps: Deps): Live & AsyncDisposable {
  const {
    redis,
    clock,
    log,
    name,
    prefix = 'firstcome',
    elapsedMs = () => performance.now(),
  } = deps
  const here = memoryLive()
  const interest = liveInterest(elapsedMs)
  const topics = new Map<string, number>()
  const missed = new Set<() => void>()
  let doubtfulBeats = 0
  const stop = new AbortController()
  const control = `${prefix}:live`
  const channelOf = (topic: string) => `${prefix}:live:${topic}`

  const say = (what: Saying) =>
    unlessGone(redis.publish(control, JSON.stringify({ ...what, from: name })))

  async function sayAll(): Promise<void> {
    const all = [...topics.keys()]
    for (let at = 0; at === 0 || at < all.length; at += TOPICS_PER_MESSAGE) {
      const part = all.slice(at, at + TOPICS_PER_MESSAGE)
      await say({ kind: 'all', topics: part, first: at === 0 })
    }
  }

  function hear(channel: string, text: string): void {
    // Whatever a message is, or a listener does with it: the connection that brought it goes on.
    try {
      if (channel === control) hearOther(JSON.parse(text) as Said)
      else if (channel.startsWith(channelOf(''))) hearMessage(channel, text)
    } catch (error) {
      log.error({ err: error, channel }, 'what another process told could not be taken')
    }
  }

  function hearMessage(channel: string, text: string): void {
    const [from, message] = JSON.parse(text) as [string, unknown]
    if (from !== name) here.publish(channel.slice(channelOf('').length), message)
  }

  function hearOther(said: Said): void {
    if (said.from === name) return
    if (said.kind === 'ask') void sayAll().then(said.wasAway ? doubt : undefined)
    if (interest.hear(said)) void say({ kind: 'ask', wasAway: false })
  }

  async function join(wasAway: boolean): Promise<void> {
    const channels = [control, ...[...topics.keys()].map(channelOf)]
    await Promise.all(channels.map(channel => unlessGone(redis.subscribe(channel))))
    await sayAll()
    await say({ kind: 'ask', wasAway })
    if (wasAway) doubt()
  }

  async function beat(): Promise<void> {
    while (!stop.signal.aborted) {
      await clock.wait(BEAT_MS, stop.signal)
      if (stop.signal.aborted) return
      if (redis.isReady()) await say({ kind: 'here', count: topics.size })
      if (!redis.isReady() || doubtfulBeats > 0) tellMissed()
      doubtfulBeats = Math.max(0, doubtfulBeats - 1)
      interest.forgetSilent(elapsedMs() - SILENT_MS)
    }
  }

  /** Told again at two beats: the others may take in only later what this process listens to. */
  function doubt(): void {
    doubtfulBeats = 2
    tellMissed()
  }

  function tellMissed(): void {
    for (const listener of missed) listener()
  }

  const stopHearing = redis.onMessage(hear)
  const stopWatching = redis.onReturn(() => void join(true))
  const joined = join(false)
  const beating = beat()

  return {
    tellsAll: false,

    publish(topic, message) {
      here.publish(topic, message)
      const text = JSON.stringify([name, message])
      if (redis.isReady()) void unlessGone(redis.publish(channelOf(topic), text))
    },

    subscribe(topic, listener) {
      const stopListening = here.subscribe(topic, listener)
      const count = topics.get(topic) ?? 0
      topics.set(topic, count + 1)
      if (count === 0) {
        void unlessGone(redis.subscribe(channelOf(topic)))
        void say({ kind: 'listens', topic })
      }
      let isListening = true
      return () => {
        if (!isListening) return
        isListening = false
        stopListening()
        const left = (topics.get(topic) ?? 1) - 1
        if (left > 0) return void topics.set(topic, left)
        topics.delete(topic)
        void unlessGone(redis.unsubscribe(channelOf(topic)))
        void say({ kind: 'stops', topic })
      }
    },

    hasListeners: topic => topics.has(topic) || interest.has(topic),

    onMissed(listener) {
      missed.add(listener)
      return () => void missed.delete(listener)
    },

    async [Symbol.asyncDispose]() {
      stop.abort()
      stopWatching()
      await Promise.all([joined, beating])
      await say({ kind: 'bye' })
      await Promise.all([control, ...[...topics.keys()].map(channelOf)].map(leave))
      stopHearing()
    },
  }

  function leave(channel: string): Promise<void> {
    return unlessGone(redis.unsubscribe(channel))
  }
}

/** What Redis cannot take now is not told: whoever missed it is told so by who was away. */
async function unlessGone(told: Promise<unknown>): Promise<void> {
  try {
    await told
  } catch (error) {
    if (!(error instanceof RedisUnavailable)) throw error
  }
}
