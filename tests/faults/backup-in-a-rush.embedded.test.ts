import assert from 'node:assert/strict'
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Static } from 'typebox'
import type { Drop } from '#contracts/drops.ts'
import type { Payment } from '#contracts/payments.ts'
import type { Reserved } from '#contracts/stock.ts'
import { assertShopInvariants } from '#tests/invariants/shop-invariants.ts'
import { openRows, type Rows, type Service } from '#tests/invariants/shop-rows-store.ts'
import { type ChildShop, startChildShop } from '#tests/shop/a-child-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import type { Token } from '#tests/shop/http-client.ts'
import { runToEnd } from '#tests/shop/run-to-end.ts'
import { withWhatItSaid } from '#tests/shop/with-what-it-said.ts'

type Member = Token & { readonly memberId: string }

/** Longer than a payment that was under way is asked for again. */
const WITHIN_MS = 60_000
const BUYERS = 40
/** So many answers were given before the backup begins. */
const BEFORE = 200

test('a backup taken in the middle of a rush is a whole shop: restored, it opens and loses nothing it had said', async () => {
  await using shop = await startChildShop()
  await withWhatItSaid(shop, async () => {
    const members = await aCrowd(shop, BUYERS)
    const drop = await shop.makeDrop({ units: 100_000, limitPerMember: 100_000 })
    const told: string[] = []
    let goesOn = true
    const rush = Promise.all(
      members.map(async member => {
        while (goesOn) await buy(shop, drop, { member, told })
      }),
    )

    await eventually('a rush under way', () => told.length >= BEFORE)
    const before = [...told]
    const backup = join(shop.dataFolder, '..', 'backup')
    const made = await runToEnd('run/backup.ts', { line: [backup], environment: shop.environment })
    goesOn = false
    await rush
    assert.equal(made.code, 0, made.told)
    assert.match(made.told, /\d+ of [\d,]+ pages(.|\n)*7 databases.*stood still for \d+ ms/)
    assert.match(made.told, /It holds the keys of the shop: keep it as secret/)
    await shop.stop()
    await assertShopInvariants(shop)

    for (const name of readdirSync(backup)) {
      assert.equal(statSync(join(backup, name)).mode & 0o077, 0, `${name} is its owner's alone`)
    }
    await nobodyIsAhead(backup)
    await opensElsewhere(shop, { backup, drop, before, told })
  })
})

type Backup = {
  readonly backup: string
  readonly drop: Drop
  /** Reservations that members knew of before it began, and when the rush was over. */
  readonly before: readonly string[]
  readonly told: readonly string[]
}

/** The shop of the backup, in another folder and on other ports. */
async function opensElsewhere(
  shop: ChildShop,
  { backup, drop, before, told }: Backup,
): Promise<void> {
  const folder = join(shop.dataFolder, '..', 'restored')
  const environment = { ...shop.environment, DATABASE_URL: `sqlite:${folder}` }
  const back = await runToEnd('run/restore.ts', { line: [backup], environment })
  assert.equal(back.code, 0, back.told)
  assert.equal(
    readFileSync(join(folder, 'keys.json'), 'utf8'),
    readFileSync(join(shop.dataFolder, 'keys.json'), 'utf8'),
  )
  const { DATABASE_URL } = environment
  await using restored = await startChildShop({ environment: { DATABASE_URL } })
  await using rows = await openRows(environment.DATABASE_URL)
  const kept = await rows.all<{ reservation_id: string }>(
    'stock',
    `select reservation_id from reservation where drop_id = '${drop.dropId}'`,
  )
  const ids = new Set(kept.map(row => row.reservation_id))
  assert.deepEqual(
    before.filter(id => !ids.has(id)),
    [],
    'whoever had an answer before the backup is in it',
  )
  assert.ok(ids.size < told.length, 'the rush went on after that instant')
  await eventually('what was under way ended', () => holds(restored), WITHIN_MS)
  await restored.signUp()
  await restored.stop()
  await assertShopInvariants(restored)
}

const holds = (shop: ChildShop): Promise<boolean> =>
  assertShopInvariants(shop).then(
    () => true,
    (error: Error) => {
      if (error.name === 'AssertionError') return false
      throw error
    },
  )

/** A consumer has applied nothing that its producer has not announced. */
async function nobodyIsAhead(backup: string): Promise<void> {
  await using rows = await openRows(`sqlite:${backup}`)
  for (const consumer of ['stock', 'orders', 'notifications'] as const) {
    const cursors = await rows.all<{ source: Service; last_number: number }>(
      consumer,
      'select source, last_number from inbox_cursor',
    )
    assert.ok(cursors.length > 0)
    for (const { source, last_number } of cursors) {
      const last = await announcedUpTo(rows, source)
      assert.ok(last_number <= last, `${consumer} is at ${last_number} of ${source}'s ${last}`)
    }
  }
}

async function announcedUpTo(rows: Rows, source: Service): Promise<number> {
  const [row] = await rows.all<{ seq: number }>(
    source,
    "select seq from sqlite_sequence where name = 'outbox'",
  )
  return row?.seq ?? 0
}

async function aCrowd({ dataFolder, environment }: ChildShop, count: number): Promise<Member[]> {
  const out = join(dataFolder, '..', 'crowd.jsonl')
  const line = ['--members', String(count), '--out', out]
  const { code, told } = await runToEnd('run/crowd.ts', { line, environment })
  assert.equal(code, 0, told)
  const lines = readFileSync(out, 'utf8').trim().split('\n')
  return lines.map(text => JSON.parse(text) as Member)
}

/** Reserves, and pays, or has the card declined, or leaves. */
async function buy(
  shop: ChildShop,
  drop: Drop,
  { member, told }: { member: Member; told: string[] },
): Promise<void> {
  const answer = await shop.reserve(member, drop)
  if (answer.status !== 201) return
  const { reservationId, orderId, position } = answer.body as Static<typeof Reserved>
  told.push(reservationId)
  if (position % 5 === 0) return
  const entered = await shop.enter(member, orderId)
  const { paymentId } = entered.body as Payment
  const providerKey = position % 5 === 1 ? 'sim_decline' : 'sim_capture'
  await shop.confirm(member, paymentId, { providerKey })
}

test('backup and restore refuse what would lose something, each with a word and a code of its own', async () => {
  await using shop = await startChildShop()
  const { environment } = shop
  const at = (name: string) => join(shop.dataFolder, '..', name)
  const backup = (line: string[], env = environment) =>
    runToEnd('run/backup.ts', { line, environment: env })
  const restore = (from: string, to: string) =>
    runToEnd('run/restore.ts', {
      line: [from],
      environment: { ...environment, DATABASE_URL: `sqlite:${at(to)}` },
    })

  assert.equal((await backup([])).code, 64)
  const nothing = await backup([at('b0')], { ...environment, DATABASE_URL: `sqlite:${at('no')}` })
  assert.equal(nothing.code, 66)
  assert.match(nothing.told, /There is no shop in/)
  assert.equal((await backup([at('b1')])).code, 0)
  const again = await backup([at('b1')])
  assert.equal(again.code, 73)
  assert.match(again.told, /is not empty/)

  const running = await restore(at('b1'), 'data')
  assert.equal(running.code, 75, running.told)
  assert.equal((await restore(at('b1'), 'first')).code, 0)
  const twice = await restore(at('b1'), 'first')
  assert.equal(twice.code, 73)
  assert.match(twice.told, /There is a shop in .* already/)
  assert.equal((await restore(at('nowhere'), 'second')).code, 66)

  appendFileSync(join(at('b1'), 'orders.sqlite'), 'x')
  const damaged = await restore(at('b1'), 'second')
  assert.equal(damaged.code, 66)
  assert.match(damaged.told, /orders\.sqlite is not as it was written/)
  assert.doesNotMatch(damaged.told, /\n +at /, 'no stack for the operator')

  rmSync(join(shop.dataFolder, 'keys.json'))
  const lost = await backup([at('b2')])
  assert.equal(lost.code, 78, lost.told)
  assert.match(lost.told, /but not its keys: bring keys\.json back there from the backup/)
  assert.ok(!existsSync(at('b2')))
})
