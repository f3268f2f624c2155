import type { Transaction } from '#platform/database/database.ts'

export const leaseTable = `create table lease (
  name varchar(100) not null primary key,
  holder varchar(100) not null,
  until_ms bigint not null
)`

/**
 * Takes a lease, or keeps it, for so long from now by the database's clock. True where it is the
 * holder's. It says who ought to work; what that work does must bear two who think they hold it.
 */
export async function claimLease(
  trx: Transaction<never>,
  { name, holder, forMs }: { name: string; holder: string; forMs: number },
): Promise<boolean> {
  const nowMs = await trx.nowMs()
  const taken = await trx.sql.run(
    'update lease set holder = ?, until_ms = ? where name = ? and (holder = ? or until_ms <= ?)',
    holder,
    nowMs + forMs,
    name,
    holder,
    nowMs,
  )
  if (taken > 0) return true
  const made = await trx.sql.run(
    `insert into lease (name, holder, until_ms)
     select ?, ?, ? from (select 1 as one) as once
     where not exists (select 1 from lease where name = ?)`,
    name,
    holder,
    nowMs + forMs,
    name,
  )
  return made > 0
}

/** Lets go what one holds, so that the next need not wait for its end. */
export async function releaseLease(
  { sql }: Transaction<never>,
  { name, holder }: { name: string; holder: string },
): Promise<void> {
  await sql.run('update lease set until_ms = 0 where name = ? and holder = ?', name, holder)
}
