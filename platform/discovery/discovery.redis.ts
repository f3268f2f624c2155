import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Redis, script } from '#platform/redis/redis.ts'
import { type RoundsDeps, rounds } from '#platform/time/rounds.ts'
import type { Announcement, Discovery } from './discovery.ts'
import { knownInstances } from './discovery-known.ts'

type Deps = RoundsDeps & { readonly redis: Pick<Redis, 'run'> }

const EVERY_MS = 1_000
/** Three renewals may fail, or a process stand still for so long, before it is taken for gone. */
const LEASE = 4

const load = (name: string) =>
  script(readFileSync(join(import.meta.dirname, `discovery.${name}.lua`), 'utf8'))

/**
 * Leases in Redis, by Redis's clock: who offers something says so every second; who is silent for
 * four is gone. While Redis is gone, those known last are kept.
 */
export async function redisDiscovery(
  deps: Deps,
  { keyPrefix = 'firstcome', everyMs = EVERY_MS }: { keyPrefix?: string; everyMs?: number } = {},
): Promise<Discovery> {
  const { redis } = deps
  const leaseMs = LEASE * everyMs
  const scripts = { renew: load('renew'), withdraw: load('withdraw'), list: load('list') }
  const keys = [`${keyPrefix}:instances`]
  const known = knownInstances(() => performance.now(), leaseMs)
  const renewals = new Set<AsyncDisposable>()

  const looking = rounds(deps, { name: 'discovery', everyMs }, async () => {
    const members = (await redis.run(scripts.list, keys, [])) as readonly string[]
    known.learn(
      members.map(member => {
        const [service = '', id = '', url = ''] = member.split(' ')
        return [service, { id, url }] as const
      }),
    )
  })
  await looking.first

  async function announce(services: readonly string[], url: string): Promise<Announcement> {
    const id = randomUUID()
    const members = services.map(service => `${service} ${id} ${url}`)
    const renewing = rounds(deps, { name: 'announcing', everyMs }, async () => {
      await redis.run(scripts.renew, keys, [leaseMs, ...members])
    })
    renewals.add(renewing)
    await renewing.first
    return {
      async withdraw() {
        renewals.delete(renewing)
        await renewing[Symbol.asyncDispose]()
        try {
          await redis.run(scripts.withdraw, keys, members)
        } catch (error) {
          deps.log.warn({ err: error }, 'this process was not withdrawn; its lease ends by itself')
        }
      },
    }
  }

  return {
    instancesOf: known.instancesOf,
    announce,
    async [Symbol.asyncDispose]() {
      await Promise.all([looking, ...renewals].map(each => each[Symbol.asyncDispose]()))
    },
  }
}
