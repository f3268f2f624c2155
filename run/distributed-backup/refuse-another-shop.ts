import { Admin } from '@platformatic/kafka'
import type { Connection } from 'mysql2/promise'
import { silentLog } from '#platform/measures/log.ts'
import { openRedis, script } from '#platform/redis/redis.ts'
import type { Distributed } from '#platform/shop-profile.ts'
import { CannotGoOn, exitCodes } from '#run/cannot-go-on.ts'
import { prefixOf } from '#run/shop-prefix.ts'
import { schemasInUse } from './load-schema-store.ts'

/**
 * Throws where anything of a shop of this prefix is left: rows; events, which the restored shop would
 * take for its own; or what Redis knew of units and sessions later than the backup.
 */
export async function refuseAnotherShop(
  profile: Distributed,
  { connection, schemas }: { readonly connection: Connection; readonly schemas: readonly string[] },
): Promise<void> {
  const prefix = prefixOf(profile)
  const used = await schemasInUse(connection, schemas)
  if (used.length > 0) {
    throw left(prefix, {
      what: `There is a shop in MySQL already (${used.join(', ')})`,
      remedy: 'drop these schemas, and look for what is left in Kafka and Redis.',
    })
  }
  const topics = await topicsLike(profile, `${prefix}.`)
  if (topics.length > 0) {
    throw left(prefix, {
      what: `Kafka has events of a shop already (${topics.join(', ')})`,
      remedy: `delete these topics by a program in the bin folder of Kafka: kafka-topics.sh --bootstrap-server ${profile.brokers[0]} --delete --topic '${prefix}\\..*'`,
    })
  }
  if (await hasKeys(profile, `${prefix}:*`)) {
    throw left(prefix, {
      what: `Redis knows of a shop already (${prefix}:*)`,
      remedy: `take it away by a program that comes with Redis: redis-cli --scan --pattern '${prefix}:*' | xargs redis-cli del`,
    })
  }
}

type Left = { readonly what: string; readonly remedy: string }

/** What needs no program of the engines is told first. */
const left = (prefix: string, { what, remedy }: Left): CannotGoOn =>
  new CannotGoOn(
    exitCodes.cannotCreate,
    `${what}. Restore it beside that one, under another prefix: DATABASE_URL=mysql://…/${prefix}2, here ` +
      `and in every process of the shop. Or, where that shop is given up, ${remedy}`,
  )

async function topicsLike({ brokers }: Distributed, start: string): Promise<readonly string[]> {
  const admin = new Admin({ clientId: 'firstcome-restore', bootstrapBrokers: [...brokers] })
  try {
    const present = await admin.listTopics({ includeInternals: false })
    return present.filter(topic => topic.startsWith(start))
  } finally {
    await admin.close()
  }
}

const scan = script("return redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', 1000)")

async function hasKeys({ redisUrl }: Distributed, pattern: string): Promise<boolean> {
  await using redis = await openRedis({ log: silentLog }, redisUrl, { name: 'firstcome-restore' })
  let cursor = '0'
  do {
    const page = (await redis.run(scan, [], [cursor, pattern])) as [string, readonly string[]]
    if (page[1].length > 0) return true
    cursor = page[0]
  } while (cursor !== '0')
  return false
}
