import type { Migration } from '#platform/database/database.ts'
import { refuseNewer } from '#platform/database/migrations.ts'
import { type DatabaseName, storeModules } from './databases.ts'

/**
 * Throws `DatabaseNewer` where one of these databases was written by a newer version, which may keep
 * what this program does not know of.
 */
export async function refuseNewerData(
  names: readonly DatabaseName[],
  versionOf: (name: DatabaseName) => number | Promise<number>,
): Promise<void> {
  for (const name of names) {
    const { migrations } = (await import(storeModules[name])) as StoreModule
    refuseNewer(name, await versionOf(name), migrations)
  }
}

type StoreModule = { readonly migrations: readonly Migration[] }
