import type { Config } from '#platform/config.ts'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'
import { refuseLostDatabases } from './lost-databases.ts'
import { keepKindInSqlite } from './shop-kind-sqlite-store.ts'

/**
 * Whether data are a rehearsal's is written into them before anything else, and stays: who leaves
 * REHEARSAL out, or sets it, by mistake is refused, and so is half a shop. Throws `CannotGoOn`, one
 * sentence.
 *
 * Call it before the first database is opened: what is there without a mark is of before there were
 * marks, and counts as real.
 */
export async function keepShopKind({ profile, rehearsal }: Config): Promise<void> {
  if (profile.kind === 'embedded') await refuseLostDatabases(profile.dataFolder)
  const isRehearsal =
    profile.kind === 'embedded'
      ? await keepKindInSqlite(profile.dataFolder, rehearsal)
      : await inMysql(profile.mysqlUrl, rehearsal)
  if (isRehearsal === rehearsal) return
  const place = profile.kind === 'embedded' ? profile.dataFolder : 'MySQL'
  throw new CannotGoOn(
    exitCodes.configuration,
    rehearsal
      ? `REHEARSAL=1, but the data in ${place} are a real shop's: unset it, or name another place in DATABASE_URL.`
      : `The data in ${place} are a rehearsal's, where no units, money or mails are real: set REHEARSAL=1, or name another place in DATABASE_URL.`,
  )
}

/** Who keeps no MySQL does without its client. */
async function inMysql(mysqlUrl: string, rehearsal: boolean): Promise<boolean> {
  const { keepKindInMysql } = await import('./shop-kind-mysql-store.ts')
  return keepKindInMysql(mysqlUrl, rehearsal)
}
