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
