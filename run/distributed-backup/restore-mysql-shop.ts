import { join } from 'node:path'
import { connectTo, serverOf } from '#platform/database/mysql-server.ts'
import type { Distributed } from '#platform/shop-profile.ts'
import { EVENTS_FILE } from '#run/backup-folder.ts'
import { showProgress } from '#run/progress.ts'
import { forgetHoldersIn } from '#run/shop-keys-mysql-store.ts'
import { fileOf, shopDatabases } from './copy-mysql-shop.ts'
import { sendUnderWay } from './events-under-way.ts'
import {
  dropSchema,
  keepTakenFrom,
  loadSchema,
  makeClosedSchema,
  openSchema,
} from './load-schema-store.ts'
import { brokeOff } from './mysql-broke-off.ts'
import { refuseAnotherShop } from './refuse-another-shop.ts'

/**
 * Brings a shop back to where there is none: its schemas, closed until all are whole, and onto Kafka
 * what was on its way there. What it knows twice then, the inboxes know. Gives how many events.
 */
export async function restoreMysqlShop(profile: Distributed, backup: string): Promise<number> {
  const { mysqlUrl } = profile
  await using opened = new AsyncDisposableStack()
  const connection = opened.adopt(await connectTo(serverOf(mysqlUrl, 'any')), each => each.end())
  const shop = shopDatabases.map(name => ({ name, schema: serverOf(mysqlUrl, name).schema }))
  const schemas = shop.map(({ schema }) => schema)
  await refuseAnotherShop(profile, { connection, schemas })
  try {
    for (const schema of schemas) await makeClosedSchema(connection, schema)
    for (const [at, { name, schema }] of shop.entries()) {
      await loadSchema(connection, { schema, path: join(backup, fileOf(name)) })
      await keepTakenFrom(connection, schema)
      showProgress(at + 1, shop.length, 'databases')
    }
    // Those that ran when it was copied are of another shop.
    await forgetHoldersIn(connection, serverOf(mysqlUrl, 'stock').schema)
    const events = await sendUnderWay(profile, join(backup, EVENTS_FILE))
    for (const schema of schemas) await openSchema(connection, schema)
    return events
  } catch (error) {
    // Nothing of these names was here before, and half a shop is none.
    for (const schema of schemas) await dropSchema(connection, schema)
    throw brokeOff(error, 'restore')
  }
}
