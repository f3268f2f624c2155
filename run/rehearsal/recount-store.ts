import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { JudgedPromise } from '#contracts/rehearsals.ts'
import type { PromiseName } from './promise-words.ts'
import { tellPromise } from './tell-promise.ts'

/** Each gives the rows that break it: none, where it is kept. */
const rules: readonly (readonly [name: PromiseName, file: string, sql: string])[] = [
  [
    'rowsOfUnits',
    'stock',
    `select drop_id from drop_sale d where d.units - d.reserved - d.sold < 0
       or d.reserved <> coalesce((select sum(quantity) from reservation r
            where r.drop_id = d.drop_id and r.state in ('held', 'pinned')), 0)
       or d.sold <> coalesce((select sum(quantity) from reservation r
            where r.drop_id = d.drop_id and r.state = 'committed'), 0)`,
  ],
  [
    'rowsOfLimit',
    'stock',
    `select r.member_id from reservation r join drop_sale d on d.drop_id = r.drop_id
     where r.state in ('held', 'pinned', 'committed')
     group by r.drop_id, r.member_id having sum(r.quantity) > max(d.limit_per_member)`,
  ],
  [
    'rowsOfPayments',
    'payments',
    `select payment_id from payment where state = 'confirming'
     union all select order_id from payment
     where captured_at_ms is not null and refunded_minor < amount_minor
     group by order_id having count(*) > 1`,
  ],
]

/** Counts the rows of a copy that has ended, past every counter and every answer. */
export function recount(folder: string): readonly JudgedPromise[] {
  const fromRows = rules.map(([name, file, sql]) => {
    const broken = rowsOf(folder, file, sql).length
    return tellPromise(name, { isKept: broken === 0, figures: { broken } })
  })
  return [...fromRows, moneyAgainstUnits(folder)]
}

/** What the provider took, and keeps, is what was sold: each by its reservation. */
function moneyAgainstUnits(folder: string): JudgedPromise {
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
  return tellPromise('rowsOfMoney', {
    isKept: JSON.stringify(kept) === JSON.stringify(sold),
    figures: { captured: kept.length, sold: sold.length },
  })
}

function rowsOf(folder: string, file: string, sql: string): readonly unknown[] {
  const database = new DatabaseSync(join(folder, `${file}.sqlite`), { readOnly: true })
  try {
    return database.prepare(sql).all()
  } finally {
    database.close()
  }
}
