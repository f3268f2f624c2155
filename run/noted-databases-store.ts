import { join } from 'node:path'
import { openSqliteFile } from '#platform/database/sqlite-connection.ts'
import { systemClock } from '#platform/time/clock.ts'

const TABLE = 'create table if not exists shop_database (name varchar(40) not null primary key)'

/** The databases that the shop of a folder has, as its stock knows; which must be there. */
export async function readNoted(folder: string): Promise<readonly string[]> {
  const { raw, trx } = openSqliteFile(join(folder, 'stock.sqlite'), systemClock.nowMs, null)
  using _ = raw
  await trx.sql.run(TABLE)
  const rows = await trx.sql.all<{ name: string }>('select name from shop_database order by name')
  return rows.map(({ name }) => name)
}

/** Notes that these databases were made; what is known already is not written again. */
export async function note(folder: string, names: readonly string[]): Promise<void> {
  const { raw, trx } = openSqliteFile(join(folder, 'stock.sqlite'), systemClock.nowMs, null)
  using _ = raw
  await trx.sql.run(TABLE)
  for (const name of names) {
    await trx.sql.run('insert or ignore into shop_database (name) values (?)', name)
  }
}
