import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type KafkaEngine, startKafka } from './kafka-engine.ts'
import { type MariadbEngine, startMariadb } from './mariadb-engine.ts'
import { type RedisEngine, startRedis } from './redis-engine.ts'

export type OwnEngines = AsyncDisposable & {
  readonly mariadb: MariadbEngine
  readonly redis: RedisEngine
  readonly kafka: KafkaEngine
  readonly urls: { readonly mysql: string; readonly redis: string; readonly kafka: string }
}

/** Engines of one test alone, which it may break. */
export async function startOwnEngines(): Promise<OwnEngines> {
  await using opened = new AsyncDisposableStack()
  const { path } = opened.use(await mkdtempDisposable(join(tmpdir(), 'firstcome-own-')))
  const starting = [startMariadb(path), startRedis(path), startKafka(path)] as const
  for (const engine of await Promise.allSettled(starting)) {
    if (engine.status === 'fulfilled') opened.defer(engine.value.stop)
  }
  const [mariadb, redis, kafka] = await Promise.all(starting)
  const all = opened.move()
  return {
    ...{ mariadb, redis, kafka },
    urls: { mysql: mariadb.url, redis: redis.url, kafka: kafka.url },
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}
