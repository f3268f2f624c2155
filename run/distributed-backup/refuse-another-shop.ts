import { Admin } from '@platformatic/kafka'
import { Redis } from 'ioredis'
import type { Connection } from 'mysql2/promise'
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
    throw left(
      `There is a shop in MySQL already (${used.join(', ')})`,
      'Drop these schemas once nobody needs them',
    )
  }
  const topics = await topicsLike(profile, `${prefix}.`)
  if (topics.length > 0) {
    throw left(
      `Kafka has events of a shop already (${topics.join(', ')})`,
      `Delete these topics: kafka-topics.sh --bootstrap-server ${profile.brokers[0]} --delete --topic '${prefix}\\..*'`,
    )
  }
  if (await hasKeys(profile, `${prefix}:*`)) {
    throw left(
      `Redis knows of a shop already (${prefix}:*)`,
      `Take it away: redis-cli --scan --pattern '${prefix}:*' | xargs redis-cli del`,
    )
  }
}

const left = (what: string, remedy: string): CannotGoOn =>
  new CannotGoOn(
    exitCodes.cannotCreate,
    `${what}. ${remedy}, or name another prefix as the path of DATABASE_URL.`,
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

async function hasKeys({ redisUrl }: Distributed, pattern: string): Promise<boolean> {
  const redis = new Redis(redisUrl, { lazyConnect: true, maxRetriesPerRequest: 0 })
  try {
    await redis.connect()
    for await (const keys of redis.scanStream({ match: pattern, count: 1_000 })) {
      if ((keys as readonly string[]).length > 0) return true
    }
    return false
  } finally {
    redis.disconnect()
  }
}
