import { randomBytes } from 'node:crypto'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { engineUrl } from '#platform/an-engine.ts'
import { isDistributed } from '#platform/databases-under-test.ts'
import { newKeyringText } from '#platform/keyring.ts'
import { dropSchemas } from './drop-schemas.ts'

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

async function someEmbeddedPlace(): Promise<SomePlace> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'firstcome-'))
  return {
    folder: folder.path,
    environment: { DATABASE_URL: `sqlite:${join(folder.path, 'data')}` },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}

/** Schemas, keys and topics of one prefix. */
export async function someDistributedPlace(): Promise<SomePlace> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'firstcome-'))
  const prefix = `t_${randomBytes(6).toString('hex')}`
  const url = new URL(`/${prefix}`, engineUrl('mysql'))
  const { signingKeys, encryptionKeys, indexKey, internalKey } = newKeyringText()
  return {
    folder: folder.path,
    environment: {
      DATABASE_URL: url.href,
      REDIS_URL: engineUrl('redis'),
      EVENTS_URL: `kafka://${engineUrl('kafka')}`,
      SIGNING_KEYS: signingKeys,
      ENCRYPTION_KEYS: encryptionKeys,
      INDEX_KEY: indexKey,
      INTERNAL_KEY: internalKey,
    },
    async [Symbol.asyncDispose]() {
      await dropSchemas(url.href)
      await folder[Symbol.asyncDispose]()
    },
  }
}
