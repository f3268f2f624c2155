import type { Config } from '#platform/config.ts'
import { type Keyring, keyringInFolder } from '#platform/keyring.ts'

/** The keys of the configuration, or those that the data folder keeps, made there the first time. */
export async function openKeyring({ keyring, dataFolder }: Config): Promise<Keyring> {
  return keyring ?? (await keyringInFolder(dataFolder))
}
