import assert from 'node:assert/strict'
import type { LedgerEntry } from '#contracts/ledger.ts'
import { replayLedger } from '#contracts/ledger-rules/replay-ledger.ts'
import { assertMoney } from './money-invariants.ts'
import { assertOrdersFollow } from './order-invariants.ts'
import { announcing, openRows, type Rows, type Service } from './shop-rows-store.ts'
import { rules } from './shop-rules-store.ts'
import { heardBy } from './who-hears-what.ts'

/** A shop of a test, by where it lies. */
type Placed = { readonly environment: NodeJS.ProcessEnv }

/**
 * The nine invariants of the shop, from the rows on disk and not from counters. The shop must be
 * at rest: nothing in flight, every event delivered.
 */
export async function assertShopInvariants({ environment }: Placed): Promise<void> {
  await using rows = await openRows(environment.DATABASE_URL ?? '')
  for (const [promise, [service, sql]] of Object.entries(rules)) {
    assert.deepEqual(await rows.all(service, sql), [], promise)
  }
  await ledgersReplay(rows)
  await assertMoney(rows)
  await assertOrdersFollow(rows)
  await mailsFollow(rows)
  await eventsArrived(rows)
}

type Counted = Record<'units' | 'reserved' | 'sold' | 'waiting', number> & { drop_id: string }

async function ledgersReplay(rows: Rows): Promise<void> {
  const drops = await rows.all<Counted>(
    'stock',
    'select drop_id, units, reserved, sold, waiting from drop_sale',
  )
  const segments = await rows.all<{ drop_id: string; entries: string }>(
    'stock',
    'select drop_id, entries from ledger_segment order by drop_id, first_index',
  )
  const ledgers = Map.groupBy(segments, segment => segment.drop_id)
  for (const { drop_id, units, reserved, sold, waiting } of drops) {
    const ledger = ledgers.get(drop_id) ?? []
    const lines = ledger.flatMap(({ entries }) => entries.split('\n'))
    const replay = replayLedger(lines.map(line => JSON.parse(line) as LedgerEntry))
    assert.deepEqual(replay.faults, [], 'the ledger replays without a fault')
    const { counters } = replay
    assert.deepEqual(
      [counters.units, counters.reserved, counters.sold, counters.waiting],
      [units, reserved, sold, waiting],
      'replaying the ledger gives the counters',
    )
  }
}

/** More than these are forgotten by the mailbox, the oldest first. */
const MAILS_KEPT = 10_000

/** Written, or about to be: one for each order that was ever paid, whatever came twice. */
async function mailsFollow(rows: Rows): Promise<void> {
  const count = async (service: Service, from: string): Promise<number> => {
    const [row] = await rows.all<{ count: number }>(
      service,
      `select count(*) as count from ${from}`,
    )
    return row?.count ?? 0
  }
  const paid = await count('stock', 'reservation where committed_at_ms is not null')
  // In one statement: a mail that is being written would count twice, or not at all.
  const mails = await count(
    'notifications',
    `(select order_id as id from pending_order_mail
      union all select mail_id from mail where kind = 'order_paid') as paid_mail`,
  )
  assert.ok(mails <= paid, `${mails} mails for ${paid} orders paid`)
  if ((await count('notifications', 'mail')) < MAILS_KEPT) {
    assert.equal(mails, paid, 'one mail for each order that is paid')
  }
}

async function eventsArrived(rows: Rows): Promise<void> {
  for (const service of announcing) {
    const letters = await rows.all(service, 'select * from dead_letter')
    assert.deepEqual(letters, [], `${service}: dead letters`)
  }
  await (rows.kind === 'sqlite' ? everyoneHasRead(rows) : everythingIsSent(rows))
}

/** The outboxes are the log: each consumer's cursor is past all that concerns it. */
async function everyoneHasRead(rows: Rows): Promise<void> {
  for (const service of announcing) {
    const heard = heardBy[service].map(({ type }) => `'${type}'`).join()
    const cursors = await rows.all<{ source: Service; last_number: number }>(
      service,
      'select source, last_number from inbox_cursor',
    )
    for (const { source, last_number } of cursors) {
      const [outbox] = await rows.all<{ last: number | null }>(
        source,
        `select max(number) as last from outbox where type in (${heard})`,
      )
      assert.ok(
        last_number >= (outbox?.last ?? 0),
        `${service} has consumed every event of ${source}: ${last_number} of ${outbox?.last}`,
      )
    }
  }
}

/** The outboxes are emptied into the log; that it was heard, the other rows show. */
async function everythingIsSent(rows: Rows): Promise<void> {
  for (const service of announcing) {
    const waiting = await rows.all(service, 'select number, type, subject from outbox')
    assert.deepEqual(waiting, [], `${service}: announced and not sent`)
  }
}
