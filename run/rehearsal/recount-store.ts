import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Verdict } from './judge-rehearsal.ts'

/** Each gives the rows that break it: none, where it is kept. */
const rules: readonly (readonly [promise: string, file: string, sql: string])[] = [
  [
    'Recounted from rows: units are free, held or sold, and none is more',
    'stock',
    `select drop_id from drop_sale d where d.units - d.reserved - d.sold < 0
       or d.reserved <> coalesce((select sum(quantity) from reservation r
            where r.drop_id = d.drop_id and r.state in ('held', 'pinned')), 0)
       or d.sold <> coalesce((select sum(quantity) from reservation r
            where r.drop_id = d.drop_id and r.state = 'committed'), 0)`,
  ],
  [
    'Recounted from rows: nobody has more than the limit',
    'stock',
    `select r.member_id from reservation r join drop_sale d on d.drop_id = r.drop_id
     where r.state in ('held', 'pinned', 'committed')
     group by r.drop_id, r.member_id having sum(r.quantity) > max(d.limit_per_member)`,
  ],
  [
    'Recounted from rows: no payment is left in the air, no order is charged twice',
    'payments',
    `select payment_id from payment where state = 'confirming'
     union all select order_id from payment
     where captured_at_ms is not null and refunded_minor < amount_minor
     group by order_id having count(*) > 1`,
  ],
]

/** Counts the rows of a copy that has ended, past every counter and every answer. */
export function recount(folder: string): readonly Verdict[] {
  const fromRows = rules.map(([promise, file, sql]) => {
    const broken = rowsOf(folder, file, sql).length
    return {
      promise,
      isKept: broken === 0,
      finding: broken === 0 ? 'none astray' : `${broken} astray`,
    }
  })
  return [...fromRows, moneyAgainstUnits(folder)]
}

/** What the provider took, and keeps, is what was sold: each by its reservation. */
function moneyAgainstUnits(folder: string): Verdict {
  const kept = rowsOf(
    folder,
    'payments',
    `select payment_id as id from payment
     where captured_at_ms is not null and refunded_minor < amount_minor order by payment_id`,
  )
  const sold = rowsOf(
    folder,
    'stock',
    `select payment_id as id from reservation where state = 'committed' order by payment_id`,
  )
  return {
    promise: 'Recounted from rows: captured means sold, and sold means captured',
    isKept: JSON.stringify(kept) === JSON.stringify(sold),
    finding: `${kept.length} captured and kept, ${sold.length} sold`,
  }
}

function rowsOf(folder: string, file: string, sql: string): readonly unknown[] {
  const database = new DatabaseSync(join(folder, `${file}.sqlite`), { readOnly: true })
  try {
    return database.prepare(sql).all()
  } finally {
    database.close()
  }
}
