import { randomBytes } from 'node:crypto'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { engineUrl } from '#platform/an-engine.ts'
import { isDistributed } from '#platform/database/databases-under-test.ts'
import { newKeyringText } from '#platform/security/keyring.ts'
import { dropSchemas } from './drop-schemas.ts'
import { dropTopics } from './drop-topics.ts'

/** Where a shop of a test lies, empty at first; it goes with the test. */
export type SomePlace = AsyncDisposable & {
  /** What a shop is told, so that it lies there. */
  readonly environment: Readonly<Record<string, string>>
  /** Beside its data, for what a test writes. */
  readonly folder: string
}

/** By the profile that is tested. */
export function somePlace(): Promise<SomePlace> {
  return isDistributed() ? someDistributedPlace() : someEmbeddedPlace()
}

export async function someEmbeddedPlace(): Promise<SomePlace> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'firstcome-'))
  return {
    folder: folder.path,
    environment: { DATABASE_URL: `sqlite:${join(folder.path, 'data')}` },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}

/** Where engines listen, each as `engineUrl` tells it. */
type EngineUrls = Readonly<Record<'mysql' | 'redis' | 'kafka', string>>

const sharedByAll = (): EngineUrls => ({
  mysql: engineUrl('mysql'),
  redis: engineUrl('redis'),
  kafka: engineUrl('kafka'),
})

/** Schemas, keys and topics of one prefix, over the engines that all tests share unless told. */
export async function someDistributedPlace(
  engines: EngineUrls = sharedByAll(),
): Promise<SomePlace> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'firstcome-'))
  const prefix = `t_${randomBytes(6).toString('hex')}`
  const url = new URL(`/${prefix}`, engines.mysql)
  const { signingKeys, encryptionKeys, indexKey, internalKey } = newKeyringText()
  return {
    folder: folder.path,
    environment: {
      DATABASE_URL: url.href,
      REDIS_URL: engines.redis,
      EVENTS_URL: `kafka://${engines.kafka}`,
      SIGNING_KEYS: signingKeys,
      ENCRYPTION_KEYS: encryptionKeys,
      INDEX_KEY: indexKey,
      INTERNAL_KEY: internalKey,
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([dropSchemas(url.href), dropTopics(engines.kafka, prefix)])
      await folder[Symbol.asyncDispose]()
    },
  }
}
