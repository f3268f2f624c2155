import { createHash } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis as Client, ReplyError } from 'ioredis'
import type { Log } from '#platform/measures/log.ts'
import { RedisIsReplica, RedisUnavailable } from './redis-errors.ts'
import { isReplicasAnswer } from './redis-server-info.ts'
import { isDenied, unusable } from './redis-unusable.ts'
import { whoAnswers } from './who-answers.ts'

/** A script, made once; it is sent whole only to a Redis that does not know it. */
type Script = { readonly text: string; readonly sha: string }

export const script = (text: string): Script => ({
  text,
  sha: createHash('sha1').update(text).digest('hex'),
})

export type RedisArgument = string | number

/** The one connection of a process to Redis. */
export type Redis = AsyncDisposable & {
  /** Whether it can be asked now. Where it cannot, whoever asks fails at once. */
  isReady(): boolean
  /**
   * Which run of which server answers: another one may know nothing, or what was true once.
   * Empty before the first connection.
   */
  serverRun(): string
  /** Calls back when a connection is there again after one was lost. Returns how to stop it. */
  onReturn(listener: () => void): () => void
  /**
   * One script, one decision. All keys share one hash slot. Rejects with `RedisUnavailable`;
   * whether the script ran then is not known, so each is safe to repeat.
   */
  run(script: Script, keys: readonly string[], values: readonly RedisArgument[]): Promise<unknown>
  publish(channel: string, message: string): Promise<void>
  /** Subscriptions outlive a lost connection; what was published meanwhile is lost. */
  subscribe(channel: string): Promise<void>
  unsubscribe(channel: string): Promise<void>
  onMessage(listener: (channel: string, message: string) => void): () => void
}

/** What is silent for so long, with a question open, is taken for gone. */
const SILENT_MS = 500
const CONNECT_MS = 1_000
const RECONNECT_AT_MOST_MS = 500

/** A process that is busy starting hears an answer late, and takes it for none. */
const ATTEMPTS_AT_START = 4
const REST_AT_START_MS = 250

type Deps = { readonly log: Log }
type Options = { readonly name?: string }

/**
 * Connects. Throws `RedisUnusable`, with a sentence, where nothing answers there or the password
 * is wrong. Later losses are not thrown: it reconnects by itself, and meanwhile fails at once.
 */
export async function openRedis(deps: Deps, url: string, options: Options = {}): Promise<Redis> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await connect(deps, url, options)
    } catch (error) {
      if (isDenied(error) || attempt === ATTEMPTS_AT_START) throw unusable(url, error)
    }
    await sleep(REST_AT_START_MS)
  }
}

async function connect(
  { log }: Deps,
  url: string,
  { name = 'firstcome' }: Options,
): Promise<Redis> {
  let attempts = 0
  const client = new Client(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    socketTimeout: SILENT_MS,
    enableOfflineQueue: false,
    // Not even once more: what ioredis keeps to send again after a reconnection, it does not let go
    // while a Redis that hangs takes connections and says nothing.
    maxRetriesPerRequest: 0,
    // Counted here: ioredis begins anew with each connection, also with one that leads to a replica.
    retryStrategy: () => Math.min(25 * 2 ** Math.min(++attempts, 10), RECONNECT_AT_MOST_MS),
    reconnectOnError: isReplicasAnswer,
    disableClientInfo: true,
    // Asked here too: ioredis writes on the console what it is not let.
    enableReadyCheck: false,
    // Done here: what ioredis asks for by itself rejects where nobody hears it, which ends a process
    // whose connection is lost again at that moment.
    autoResubscribe: false,
    // As an operator sees it in CLIENT LIST.
    connectionName: name,
  })
  let lastError: unknown
  client.on('error', error => {
    lastError = error
  })
  const connection = connectionOver(client, {
    found: () => {
      attempts = 0
    },
    lost: () => log.warn({ err: lastError }, 'Redis is gone; the shop goes on without'),
    returned: () => log.info('Redis is there again'),
    refused: error => log.error({ err: error }, 'Redis refuses what it is asked'),
  })
  try {
    await client.connect()
    await connection.known
  } catch (error) {
    client.disconnect()
    throw lastError ?? error
  }
  return connection
}

type Watch = {
  readonly found: () => void
  readonly lost: () => void
  readonly returned: () => void
  readonly refused: (error: unknown) => void
}

function connectionOver(client: Client, watch: Watch): Redis & { readonly known: Promise<void> } {
  const returned = new EventEmitter<{ returned: [] }>().setMaxListeners(0)
  const known = Promise.withResolvers<void>()
  const channels = new Set<string>()
  let serverRun = ''
  let wasLost = false
  let refusal = ''

  /** Full, read-only, a script of ours that is wrong: told once, not for each that is asked. */
  function tellRefusal(error: Error): void {
    if (error.message === refusal) return
    refusal = error.message
    watch.refused(error)
  }

  async function answerOf<Answer>(question: Promise<Answer>): Promise<Answer> {
    try {
      return await question
    } catch (error) {
      if (error instanceof ReplyError) tellRefusal(error as Error)
      throw new RedisUnavailable(error)
    }
  }

  /**
   * Where the user may not listen, a process would believe for ever what others have changed: to it
   * Redis is gone. It connects again, later each time, and listens when it is let.
   */
  async function listenTo(...all: readonly string[]): Promise<void> {
    try {
      await client.subscribe(...all)
    } catch (error) {
      if (error instanceof ReplyError) {
        tellRefusal(error as Error)
        client.disconnect(true)
      }
      throw error
    }
  }

  client.on('ready', async () => {
    try {
      const run = await whoAnswers(client, { database: Number(client.options.db ?? 0) })
      if (channels.size > 0) await listenTo(...channels)
      serverRun = run
    } catch (error) {
      // Lost again while it was asked, or not the one that is wanted; the next connection asks again.
      known.reject(error)
      const isWrongOne = error instanceof RedisIsReplica || error instanceof ReplyError
      if (isWrongOne) client.disconnect(true)
      return
    }
    known.resolve()
    watch.found()
    if (!wasLost) return
    wasLost = false
    watch.returned()
    returned.emit('returned')
  })
  client.on('close', () => {
    if (serverRun === '') return
    serverRun = ''
    if (wasLost) return
    wasLost = true
    watch.lost()
  })

  /** What is said in one turn of the event loop goes in one write, which costs more than its words. */
  let isGathering = false
  function gather(): void {
    const { stream } = client
    if (isGathering || !stream || stream.destroyed) return
    isGathering = true
    stream.cork()
    setImmediate(() => {
      isGathering = false
      stream.uncork()
    })
  }

  return {
    known: known.promise,
    isReady: () => serverRun !== '',
    serverRun: () => serverRun,
    onReturn(listener) {
      returned.on('returned', listener)
      return () => void returned.off('returned', listener)
    },
    run({ sha, text }, keys, values) {
      gather()
      return answerOf(
        client.call('EVALSHA', sha, keys.length, ...keys, ...values).catch(error => {
          if (!isReply(error, 'NOSCRIPT')) throw error
          return client.call('EVAL', text, keys.length, ...keys, ...values)
        }),
      )
    },
    async publish(channel, message) {
      gather()
      await answerOf(client.publish(channel, message))
    },
    async subscribe(channel) {
      channels.add(channel)
      await answerOf(listenTo(channel))
    },
    async unsubscribe(channel) {
      channels.delete(channel)
      await answerOf(client.unsubscribe(channel))
    },
    onMessage(listener) {
      client.on('message', listener)
      return () => void client.off('message', listener)
    },
    async [Symbol.asyncDispose]() {
      client.removeAllListeners('close')
      client.disconnect()
    },
  }
}

function isReply(error: unknown, code: string): boolean {
  return error instanceof ReplyError && (error as Error).message.startsWith(code)
}
