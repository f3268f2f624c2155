import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { atRest } from '#tests/invariants/at-rest.ts'
import { assertShopInvariants } from '#tests/invariants/shop-invariants.ts'
import { openRows } from '#tests/invariants/shop-rows-store.ts'
import type { Cluster } from '#tests/shop/a-cluster.ts'
import { eventually } from '#tests/shop/eventually.ts'
import type { Outcome, Rush } from './a-rush.ts'

type Row = { reservation_id: string; member_id: string; position: number; state: string }

/**
 * What must hold after a rush, whatever happened in it, from the rows: who was told 201 has a unit,
 * and nobody else; the same key has the same answer still; who wanted more than there was got all
 * there was; captured is sold, and sold is captured; and all invariants of the shop.
 */
export async function assertRush(cluster: Cluster, rush: Rush): Promise<void> {
  const { drop, outcomes, seen } = rush
  const strange = [...seen.keys()].filter(
    word => !/^(200|201|409 sold_out|503 try_again|no answer.*)$/.test(word),
  )
  assert.deepEqual(strange, [], `a buyer saw ${JSON.stringify([...seen])}`)
  await nobodyIsSentAwayFromAUnit(cluster, rush)
  await everyUnitIsSold(cluster, rush)
  await sameKeySameAnswer(cluster, outcomes)
  await atRest(cluster)
  const rows = await reservationsOf(cluster, drop.dropId)
  assert.equal(rows.length, drop.units, 'all units have an owner, and none has two')
  const positions = new Map(rows.map(row => [row.reservation_id, row]))
  for (const { reserved, member } of outcomes) {
    if (reserved === null) continue
    const row = positions.get(reserved.reservationId)
    assert.equal(row?.member_id, member.memberId, 'what was accepted is there')
    assert.equal(row?.position, reserved.position)
  }
  const owners = new Set(rows.map(row => row.member_id))
  assert.equal(owners.size, rows.length, 'nobody has two')
  const payers = outcomes.filter(({ paid }) => paid !== null)
  assert.deepEqual(new Set(payers.map(({ paid }) => paid)), new Set(['captured']))
  assert.deepEqual(
    rows
      .filter(row => row.state === 'committed')
      .map(row => row.member_id)
      .sort(),
    payers.map(({ member }) => member.memberId).sort(),
    'who has paid, and nobody else, has bought',
  )
  await assertShopInvariants(cluster)
}

/** Whoever was told sold out, perhaps on repeating a key, has nothing. */
async function nobodyIsSentAwayFromAUnit(
  cluster: Cluster,
  { drop, outcomes }: Rush,
): Promise<void> {
  const rows = await reservationsOf(cluster, drop.dropId)
  const holders = new Set(rows.map(row => row.member_id))
  const wronged = outcomes.filter(
    ({ reserved, member }) => reserved === null && holders.has(member.memberId),
  )
  assert.deepEqual(wronged, [], 'told sold out, though they have a unit')
}

/**
 * Claims of a process that died count as in flight for a while. Once that is over, whoever was told
 * sold out finds what is left.
 */
async function everyUnitIsSold(cluster: Cluster, { drop, outcomes }: Rush): Promise<void> {
  const refused = outcomes.filter(({ reserved }) => reserved === null)
  assert.ok(refused.length > 0, 'more wanted one than there were')
  let turn = 0
  await eventually(
    'an owner for each unit',
    async () => {
      const rows = await reservationsOf(cluster, drop.dropId)
      if (rows.length >= drop.units) return true
      const { member } = refused[turn++ % refused.length] as Outcome
      const path = `POST /api/drops/${drop.dropId}/reservations` as const
      await cluster
        .atAnyDoor(path, { as: member, key: randomUUID(), body: { quantity: 1 } })
        .catch(() => null)
      return false
    },
    60_000,
  )
}

async function sameKeySameAnswer(cluster: Cluster, outcomes: readonly Outcome[]): Promise<void> {
  const accepted = outcomes.filter(({ reserved }) => reserved !== null)
  await Promise.all(
    accepted.map(({ member: as, key, answer, reserved }) =>
      eventually('the answer again', async () => {
        const path = `POST /api/drops/${reserved?.dropId}/reservations` as const
        const again = await cluster.atAnyDoor(path, { as, key, body: { quantity: 1 } })
        if (again.status === 503) return false
        assert.deepEqual([again.status, again.text], [201, answer.text])
        return true
      }),
    ),
  )
}

async function reservationsOf(cluster: Cluster, dropId: string): Promise<Row[]> {
  await using rows = await openRows(cluster.environment.DATABASE_URL ?? '')
  return rows.all(
    'stock',
    `select reservation_id, member_id, position, state from reservation where drop_id = '${dropId}'`,
  )
}
