import { join } from 'node:path'
import { refuseHalfAShop } from '#platform/database/mysql-migrations.ts'
import { connectTo, serverOf } from '#platform/database/mysql-server.ts'
import { kafkaPlaces } from '#platform/events/kafka-places.ts'
import { causeOf } from '#platform/events/kafka-topics.ts'
import type { Distributed } from '#platform/shop-profile.ts'
import { type BackupContents, EVENTS_FILE, sealBackup } from '#run/backup-folder.ts'
import { CannotGoOn, exitCodes } from '#run/cannot-go-on.ts'
import { databasesOf } from '#run/databases.ts'
import { showProgress } from '#run/progress.ts'
import { refuseNewerData } from '#run/refuse-newer-data.ts'
import { versionInMysql } from '#run/schema-versions-store.ts'
import { serviceNames } from '#run/services.ts'
import { appliedByAll, topicsOf, writeUnderWay } from './events-under-way.ts'
import { schemasInUse } from './load-schema-store.ts'
import { mysqlMoment } from './mysql-moment-store.ts'
import { tablesOf, writeSchema } from './schema-rows-store.ts'

export const shopDatabases = databasesOf(serviceNames)

export const fileOf = (database: string): string => `${database}.jsonl`

type Copied = BackupContents & {
  readonly stoodStillMs: number
  readonly eventsUnderWay: number
}

/**
 * Copies a shop over MySQL and Kafka into a folder while it runs, as it was at one instant: all
 * schemas by one snapshot, and from Kafka the events of before that not everybody had applied.
 */
export async function copyMysqlShop(
  profile: Distributed,
  folder: string,
  { nowMs }: { readonly nowMs: () => number },
): Promise<Copied> {
  const { mysqlUrl } = profile
  const schemas = shopDatabases.map(name => serverOf(mysqlUrl, name).schema)
  await refuseUnknownShop(mysqlUrl, schemas)
  await using places = kafkaPlaces(profile.brokers)
  const topics = topicsOf(profile)
  const from = await askKafka(() => appliedByAll(places, profile))
  // Once before it is urgent, so that it is connected.
  await askKafka(() => places.ends(topics))
  await using moment = await mysqlMoment(mysqlUrl, schemas, () =>
    askKafka(() => places.ends(topics)),
  )
  const takenAtMs = nowMs()
  const { connection, seen: to, stoodStillMs } = moment
  // First what Kafka may forget.
  const eventsUnderWay = await askKafka(() =>
    writeUnderWay(profile, { from, to }, join(folder, EVENTS_FILE)),
  )
  const counts = await Promise.all(schemas.map(schema => tablesOf(connection, schema)))
  const all = counts.reduce((sum, tables) => sum + tables.length, 0)
  let before = 0
  for (const [at, name] of shopDatabases.entries()) {
    const schema = schemas[at] ?? ''
    await writeSchema(connection, { schema, path: join(folder, fileOf(name)) }, done =>
      showProgress(before + done, all, 'tables'),
    )
    before += counts[at]?.length ?? 0
  }
  const names = [...shopDatabases.map(fileOf), EVENTS_FILE]
  const contents = await sealBackup(folder, { profile: 'distributed', takenAtMs, names })
  return { ...contents, stoodStillMs, eventsUnderWay }
}

async function refuseUnknownShop(mysqlUrl: string, schemas: readonly string[]): Promise<void> {
  await using opened = new AsyncDisposableStack()
  const connection = opened.adopt(await connectTo(serverOf(mysqlUrl, 'any')), each => each.end())
  const used = await schemasInUse(connection, schemas)
  const missing = schemas.filter(schema => !used.includes(schema))
  if (missing.length > 0) {
    throw new CannotGoOn(
      exitCodes.unreadable,
      `There is no whole shop in MySQL: ${missing.join(', ')} is not there. DATABASE_URL names where it is.`,
    )
  }
  for (const schema of schemas) await refuseHalfAShop(connection, { schema })
  await refuseNewerData(shopDatabases, name =>
    versionInMysql(connection, serverOf(mysqlUrl, name).schema),
  )
}

async function askKafka<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof CannotGoOn) throw error
    throw new CannotGoOn(
      exitCodes.unavailable,
      `Kafka cannot be read (${causeOf(error)}). What is on its way there belongs to a whole backup: ` +
        'start it, or correct EVENTS_URL.',
      { cause: error },
    )
  }
}
