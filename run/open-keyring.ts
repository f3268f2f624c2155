import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#platform/config.ts'
import { type Keyring, KeysDamaged, keyringInFolder } from '#platform/security/keyring.ts'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'

/** Made after the keys, and with texts in them that no other keys read. */
const SEALED = ['members.sqlite', 'orders.sqlite', 'notifications.sqlite']

const KEYS = 'keys.json'

/**
 * The keys of the configuration, or those that the data folder keeps, made there the first time.
 * Throws `CannotGoOn` where a shop is without its keys: with new ones nobody could log in.
 */
export async function openKeyring(config: Config): Promise<Keyring> {
  const { keyring, profile } = config
  if (keyring !== null) return keyring
  if (profile.kind !== 'embedded') {
    throw new CannotGoOn(exitCodes.configuration, 'The four keys are not set.')
  }
  refuseLostKeys(config)
  return keyringInFolder(profile.dataFolder)
}

/** The keys that lie in a data folder, whatever the configuration gives; null where none do, or none that can be read. */
export async function keyringKeptIn(folder: string): Promise<Keyring | null> {
  if (!existsSync(join(folder, KEYS))) return null
  try {
    return await keyringInFolder(folder)
  } catch (error) {
    if (error instanceof KeysDamaged) return null
    throw error
  }
}

/** Throws `CannotGoOn` where a folder holds a shop the keys of which are neither set nor in it. */
export function refuseLostKeys({ keyring, profile }: Pick<Config, 'keyring' | 'profile'>): void {
  if (keyring !== null || profile.kind !== 'embedded') return
  const { dataFolder: folder } = profile
  const isShop = SEALED.some(name => existsSync(join(folder, name)))
  // Looked for after the databases: a shop that starts meanwhile makes its keys before them.
  if (!isShop || existsSync(join(folder, KEYS))) return
  throw new CannotGoOn(
    exitCodes.configuration,
    `There is a shop in ${folder}, but not its keys: bring keys.json back there from the backup, or ` +
      'set SIGNING_KEYS, ENCRYPTION_KEYS, INDEX_KEY and INTERNAL_KEY as they were.',
  )
}
