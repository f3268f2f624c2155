import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { freePort } from '#tests/shop/a-child-shop.ts'
import { type EngineProcess, engineProcess } from './engine-process.ts'
import { findProgram } from './find-program.ts'

export type RedisEngine = Omit<EngineProcess, 'start'> &
  AsyncDisposable & {
    readonly url: string
    /** Starts it where it was, ending it first where it runs. It knows what was saved last. */
    restart(): Promise<void>
    /** Has its next start, however much later, know what it knows now. */
    save(): Promise<void>
    /** Forgets every key. */
    empty(): Promise<void>
  }

type Options = { readonly password?: string; readonly settings?: readonly string[] }

/** A Redis of its own on a free port, its files in this folder. It keeps nothing by itself. */
export async function startRedis(
  folder: string,
  { password, settings = [] }: Options = {},
): Promise<RedisEngine> {
  const program = await findProgram('redis-server', 'redis-server')
  const data = join(folder, 'redis')
  mkdirSync(data, { recursive: true })
  const port = await freePort()
  const url = `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}`
  const login = password === undefined ? [] : ['--requirepass', password]
  const line = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', data]
  const { start, ...engine } = engineProcess({
    name: 'Redis',
    program,
    line: [...line, '--save', '', '--appendonly', 'no', ...login, ...settings],
    answers: () => ask(url, async redis => (await redis.ping()) === 'PONG'),
  })
  await start()
  return {
    ...engine,
    url,
    async restart() {
      await engine.kill()
      await start()
    },
    save: () => ask(url, async redis => void (await redis.save())),
    empty: () => ask(url, async redis => void (await redis.flushall())),
    [Symbol.asyncDispose]: engine.kill,
  }
}

/** Three masters that share the slots. */
export async function startRedisCluster(
  folder: string,
): Promise<AsyncDisposable & { readonly urls: readonly string[] }> {
  await using started = new AsyncDisposableStack()
  const urls: string[] = []
  const addresses: string[] = []
  for (const name of ['a', 'b', 'c']) {
    // Of its own, because the usual one, ten thousand higher, may be any client's at the moment.
    const busPort = `${await freePort()}`
    const cluster = ['--cluster-enabled', 'yes', '--cluster-config-file', 'nodes.conf']
    const settings = [...cluster, '--cluster-port', busPort]
    const node = started.use(await startRedis(join(folder, name), { settings }))
    urls.push(node.url)
    addresses.push(`${new URL(node.url).host}@${busPort}`)
  }
  const client = await findProgram('redis-cli', 'redis-tools')
  const making = spawn(client, ['--cluster', 'create', ...addresses, '--cluster-yes'], {
    stdio: 'ignore',
  })
  const [code] = await once(making, 'exit')
  if (code !== 0) throw new Error('redis-cli could not make a cluster of three')
  await Promise.all(urls.map(formed))
  const all = started.move()
  return { urls, [Symbol.asyncDispose]: () => all[Symbol.asyncDispose]() }
}

async function formed(url: string): Promise<void> {
  await ask(url, async redis => {
    for (let tries = 0; tries < 500; tries++) {
      if (String(await redis.cluster('INFO')).includes('cluster_state:ok')) return
      await sleep(20)
    }
    throw new Error('the cluster was never formed')
  })
}

async function ask<Answer>(
  url: string,
  question: (redis: Redis) => Promise<Answer>,
): Promise<Answer> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: null, enableReadyCheck: false })
  // What fails is told by the question.
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    return await question(redis)
  } finally {
    redis.disconnect()
  }
}
