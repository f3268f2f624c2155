import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openSqliteFile } from '#platform/database/sqlite-connection.ts'
import { systemClock } from '#platform/time/clock.ts'

/** It lies with stock, which is restored with all else. */
export const TABLE = 'create table if not exists shop_kind (is_rehearsal integer not null)'
const READ = 'select is_rehearsal from shop_kind'
export const WRITE = 'insert into shop_kind values (?)'

type Kind = { readonly is_rehearsal: number }

/** What the data of a folder are; where there are none, what is wanted, from now on. */
export async function keepKindInSqlite(folder: string, wanted: boolean): Promise<boolean> {
  const file = join(folder, 'stock.sqlite')
  const isNew = !existsSync(file)
  const { raw, trx } = openSqliteFile(file, systemClock.nowMs, null)
  using _ = raw
  // As one step: the crowd may be made beside a shop that starts.
  await trx.sql.run('begin immediate')
  await trx.sql.run(TABLE)
  const [known] = await trx.sql.all<Kind>(READ)
  const isRehearsal = known === undefined ? isNew && wanted : known.is_rehearsal === 1
  if (known === undefined) await trx.sql.run(WRITE, Number(isRehearsal))
  await trx.sql.run('commit')
  return isRehearsal
}
