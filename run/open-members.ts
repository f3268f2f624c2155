import type { Config } from '#platform/config.ts'
import type { Keyring } from '#platform/security/keyring.ts'
import { systemClock } from '#platform/time/clock.ts'
import type { Databases } from './databases.ts'
import { keepShopKeys } from './shop-keys.ts'
import { keepShopKind } from './shop-kind.ts'

/** The members' database, beside a running shop, which may be in other processes. */
export async function openMembers(config: Config, keyring: Keyring): Promise<Databases['members']> {
  const { profile } = config
  await keepShopKind(config)
  await keepShopKeys(config, keyring)
  if (profile.kind === 'embedded') {
    const { openOneSqlite } = await import('./embedded-engines.ts')
    return openOneSqlite('members', { folder: profile.dataFolder, clock: systemClock, keyring })
  }
  const { openMysqlDatabases } = await import('./distributed-engines.ts')
  const options = { names: ['members'] as const, keyring, clock: null }
  const { byName } = await openMysqlDatabases(profile, options)
  if (byName.members === undefined) throw new Error('the database that was asked for is not open')
  return byName.members
}
