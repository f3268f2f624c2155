import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { connectTo, serverOf } from '#platform/mysql-server.ts'

export type Service =
  | 'stock'
  | 'orders'
  | 'payments'
  | 'simulator'
  | 'notifications'
  | 'catalog'
  | 'members'

/** Those whose events others hear, and those who hear. */
export const announcing = ['stock', 'orders', 'payments', 'notifications'] as const

/** What stands on disk, past every cache and every counter that a service keeps. */
export type Rows = AsyncDisposable & {
  readonly kind: 'sqlite' | 'mysql'
  readonly all: <Row>(service: Service, sql: string) => Promise<Row[]>
}

/** Reads the databases of a shop by their `DATABASE_URL`, beside whoever has them open. */
export function openRows(databaseUrl: string): Promise<Rows> {
  const [, folder] = /^sqlite:(.+)$/.exec(databaseUrl) ?? []
  return folder === undefined ? openMysqlRows(databaseUrl) : openSqliteRows(folder)
}

async function openSqliteRows(folder: string): Promise<Rows> {
  const files = new Map<Service, DatabaseSync>()
  return {
    kind: 'sqlite',
    async all<Row>(service: Service, sql: string) {
      let file = files.get(service)
      if (file === undefined) {
        file = new DatabaseSync(join(folder, `${service}.sqlite`), { readOnly: true })
        files.set(service, file)
      }
      return plain<Row>(file.prepare(sql).all())
    },
    async [Symbol.asyncDispose]() {
      for (const file of files.values()) file.close()
    },
  }
}

async function openMysqlRows(url: string): Promise<Rows> {
  const connection = await connectTo(serverOf(url, 'stock'))
  return {
    kind: 'mysql',
    async all<Row>(service: Service, sql: string) {
      // Queued by the driver one after the other, so that two who ask at once do not mix.
      const [, [rows]] = await Promise.all([
        connection.query('use ??', [serverOf(url, service).schema]),
        connection.query(sql),
      ])
      return plain<Row>(rows as object[])
    },
    [Symbol.asyncDispose]: () => connection.end(),
  }
}

/** Rows have no prototype, or one of the driver's, which `deepEqual` would mind. */
const plain = <Row>(rows: readonly object[]): Row[] => rows.map(row => ({ ...row })) as Row[]

const LIVE = `('held', 'pinned')`

/** Each gives the rows that break its rule: none, where it holds. */
export const rules: Readonly<Record<string, readonly [Service, string]>> = {
  'units − reserved − sold is never below zero, and reserved and sold are what the rows say': [
    'stock',
    `select d.drop_id, d.units, d.reserved, d.sold from drop_sale d where
       d.units - d.reserved - d.sold < 0
       or d.reserved <> coalesce((select sum(quantity) from reservation r
            where r.drop_id = d.drop_id and r.state in ${LIVE}), 0)
       or d.sold <> coalesce((select sum(quantity) from reservation r
            where r.drop_id = d.drop_id and r.state = 'committed'), 0)`,
  ],
  'a SKU’s reserved and sold are what the regular orders’ rows say': [
    'stock',
    `select s.sku_id, s.units, s.reserved, s.sold from sku s where
       s.units - s.reserved - s.sold < 0
       or s.reserved <> coalesce((select sum(l.quantity) from reservation_line l
            join reservation r on r.reservation_id = l.reservation_id
            where l.sku_id = s.sku_id and r.state in ${LIVE}), 0)
       or s.sold <> coalesce((select sum(l.quantity) from reservation_line l
            join reservation r on r.reservation_id = l.reservation_id
            where l.sku_id = s.sku_id and r.state = 'committed'), 0)`,
  ],
  'positions are 1 … n without a gap': [
    'stock',
    `select drop_id, count(*), max(position), count(distinct position) from reservation
     where drop_id <> '' group by drop_id
     having count(*) <> max(position) or count(distinct position) <> count(*)`,
  ],
  'nobody holds or has paid more than the limit': [
    'stock',
    `select r.drop_id, r.member_id, sum(r.quantity) as taken from reservation r
     join drop_sale d on d.drop_id = r.drop_id
     where r.state in ('held', 'pinned', 'committed')
     group by r.drop_id, r.member_id having sum(r.quantity) > max(d.limit_per_member)`,
  ],
  'what is held is awaited at its end': [
    'stock',
    `select reservation_id, expires_at_ms from reservation as r
     where state = 'held' and not exists (
       select 1 from drop_roll as roll where roll.drop_id = r.drop_id
         and roll.due_at_ms = r.expires_at_ms and roll.first_position <= r.position)
     and not exists (
       select 1 from regular_hold as hold where hold.reservation_id = r.reservation_id
         and hold.due_at_ms = r.expires_at_ms)`,
  ],
  'the ledger has every entry up to its size': [
    'stock',
    `select d.drop_id, d.ledger_size from drop_sale d where d.ledger_size <>
       coalesce((select sum(length(entries) - length(replace(entries, char(10), '')) + 1)
         from ledger_segment e where e.drop_id = d.drop_id), 0)`,
  ],
  'an order has one capture that is not given back': [
    'payments',
    `select order_id from payment where captured_at_ms is not null and refunded_minor < amount_minor
     group by order_id having count(*) > 1`,
  ],
  'no payment is left in the air': [
    'payments',
    `select payment_id, state from payment where state = 'confirming' or unpin_attempt is not null`,
  ],
}
