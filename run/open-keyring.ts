import type { Config } from '#platform/config.ts'
import { type Keyring, keyringInFolder } from '#platform/security/keyring.ts'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'

/** The keys of the configuration, or those that the data folder keeps, made there the first time. */
export async function openKeyring({ keyring, profile }: Config): Promise<Keyring> {
  if (keyring !== null) return keyring
  if (profile.kind === 'embedded') return keyringInFolder(profile.dataFolder)
  throw new CannotGoOn(exitCodes.configuration, 'The four keys are not set.')
}
