import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Drop } from '#contracts/drops.ts'
import { atRest } from '#tests/invariants/at-rest.ts'
import { assertShopInvariants } from '#tests/invariants/shop-invariants.ts'
import { openRows } from '#tests/invariants/shop-rows-store.ts'
import { type Cluster, startCluster } from '#tests/shop/a-cluster.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { runToEnd } from '#tests/shop/run-to-end.ts'
import { someDistributedPlace } from '#tests/shop/some-place.ts'
import { withWhatItSaid } from '#tests/shop/with-what-it-said.ts'
import { aCrowd, aDropOf, rush } from './a-rush.ts'

/** Who come while all is well, and who come while nobody hears of it. */
const WAVES = [40, 60] as const
/** The processes of those who hear of a reservation. */
const HEARING = ['orders', 'members']
/** So many of the second wave have a unit when the backup begins. */
const UNHEARD = 20
/** Longer than a payment that was under way is asked for again. */
const WITHIN_MS = 60_000

test('a backup of many processes in the middle of a rush is a whole shop, with what was on its way between them', async () => {
  await using cluster = await startCluster()
  await using elsewhere = await someDistributedPlace()
  await withWhatItSaid(cluster, async () => {
    const crowd = await aCrowd(cluster, WAVES[0] + WAVES[1])
    const drop = await aDropOf(cluster, crowd.length)
    await rush(cluster, drop, crowd.slice(0, WAVES[0]), { overMs: 500 })

    const backup = join(cluster.folder, 'backup')
    for (const name of HEARING) await cluster.part(name).kill()
    let before: readonly string[] = []
    await rush(cluster, drop, crowd.slice(WAVES[0]), {
      overMs: 2_000,
      happens: async () => {
        before = await unheardOf(cluster, drop)
        const made = await runToEnd('run/backup.ts', {
          ...{ line: [backup], environment: cluster.environment },
        })
        for (const name of HEARING) await cluster.part(name).start()
        assert.equal(made.code, 0, made.told)
        assert.match(made.told, /7 databases.*stood still for \d+ ms/)
        assert.match(made.told, /^[1-9]\d* events were on their way in Kafka/m)
      },
    })
    await atRest(cluster)
    await assertShopInvariants(cluster)

    const restored = { ...cluster.environment, ...elsewhere.environment, ...keysOf(cluster) }
    const back = await runToEnd('run/restore.ts', { line: [backup], environment: restored })
    assert.equal(back.code, 0, back.told)
    const twice = await runToEnd('run/restore.ts', { line: [backup], environment: restored })
    assert.equal(twice.code, 73, twice.told)
    assert.match(twice.told, /There is a shop in MySQL already/)

    const kept = new Set(await reservationsIn(elsewhere, drop))
    const lost = before.filter(id => !kept.has(id))
    assert.deepEqual(lost, [], 'whoever had an answer before the backup is in it')
    const sold = await reservationsIn(cluster, drop, "and state = 'committed'")
    const soldThen = await reservationsIn(elsewhere, drop, "and state = 'committed'")
    assert.ok(soldThen.length < sold.length, 'the shop has sold on after that instant')

    await using again = await startCluster({ place: elsewhere, environment: keysOf(cluster) })
    await withWhatItSaid(again, async () => {
      await eventually('what was under way ended', () => isWhole(again), WITHIN_MS)
      await again.buy(await again.signUp(), await again.makeDrop({ units: 1 }))
      await atRest(again)
      await assertShopInvariants(again)
    })
  })
})

/**
 * Waits until there are reservations of which nobody has heard, and whose events have left the outbox.
 * Gives all that were answered by then.
 */
async function unheardOf(cluster: Cluster, drop: Drop): Promise<readonly string[]> {
  const many = WAVES[0] + UNHEARD
  const isUnderWay = async () => (await reservationsIn(cluster, drop)).length >= many
  await eventually('a rush under way', isUnderWay, WITHIN_MS)
  const known = await reservationsIn(cluster, drop)
  await using rows = await openRows(cluster.environment.DATABASE_URL ?? '')
  await eventually('their events in Kafka', async () => {
    const [first] = await rows.all<{ number: number }>('stock', 'select number from outbox limit 1')
    return first === undefined
  })
  return known
}

async function reservationsIn(
  { environment }: { readonly environment: NodeJS.ProcessEnv },
  { dropId }: Drop,
  which = '',
): Promise<readonly string[]> {
  await using rows = await openRows(environment.DATABASE_URL ?? '')
  const found = await rows.all<{ reservation_id: string }>(
    'stock',
    `select reservation_id from reservation where drop_id = '${dropId}' ${which}`,
  )
  return found.map(row => row.reservation_id)
}

/** Whoever reads a backup has the keys of the shop. */
function keysOf({ environment }: Cluster): NodeJS.ProcessEnv {
  const { SIGNING_KEYS, ENCRYPTION_KEYS, INDEX_KEY, INTERNAL_KEY } = environment
  return { SIGNING_KEYS, ENCRYPTION_KEYS, INDEX_KEY, INTERNAL_KEY }
}

const isWhole = (shop: Cluster): Promise<boolean> =>
  assertShopInvariants(shop).then(
    () => true,
    (error: Error) => {
      if (error.name === 'AssertionError') return false
      throw error
    },
  )
