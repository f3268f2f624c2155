import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#platform/config.ts'
import { type Keyring, keyringInFolder } from '#platform/security/keyring.ts'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'

/** Made after the keys, and with texts in them that no other keys read. */
const SEALED = ['members.sqlite', 'orders.sqlite', 'notifications.sqlite']

/**
 * The keys of the configuration, or those that the data folder keeps, made there the first time.
 * Throws `CannotGoOn` where a shop is without its keys: with new ones nobody could log in.
 */
export async function openKeyring({ keyring, profile }: Config): Promise<Keyring> {
  if (keyring !== null) return keyring
  if (profile.kind !== 'embedded') {
    throw new CannotGoOn(exitCodes.configuration, 'The four keys are not set.')
  }
  refuseLostKeys(profile.dataFolder)
  return keyringInFolder(profile.dataFolder)
}

function refuseLostKeys(folder: string): void {
  const isShop = SEALED.some(name => existsSync(join(folder, name)))
  // Looked for after the databases: a shop that starts meanwhile makes its keys before them.
  if (!isShop || existsSync(join(folder, 'keys.json'))) return
  throw new CannotGoOn(
    exitCodes.configuration,
    `There is a shop in ${folder}, but not its keys: bring keys.json back there from the backup, or ` +
      'set SIGNING_KEYS, ENCRYPTION_KEYS, INDEX_KEY and INTERNAL_KEY as they were.',
  )
}
