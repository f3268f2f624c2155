import type { SqlValue } from '#platform/database/database.ts'
import type { MembersTransaction } from './members-tables.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

type Forgettable = {
  readonly table: string
  readonly key: readonly [string, ...string[]]
  readonly dated: string
  readonly keptMs: number
}

const forgettable: readonly Forgettable[] = [
  { table: 'refresh_token', key: ['token_hash'], dated: 'expires_at_ms', keptMs: 0 },
  { table: 'verification', key: ['member_id'], dated: 'expires_at_ms', keptMs: 0 },
  { table: 'password_reset', key: ['token_hash'], dated: 'expires_at_ms', keptMs: 0 },
  // Its code is of no use after a day, so neither is the mail.
  { table: 'promised_mail', key: ['mail_id'], dated: 'created_at_ms', keptMs: DAY_MS },
  // So long a session still tells from which addresses its member has been logged in.
  { table: 'session', key: ['session_id'], dated: 'expires_at_ms', keptMs: 30 * DAY_MS },
  // No rule remembers or rests longer.
  { table: 'throttle', key: ['scope', 'subject'], dated: 'last_try_at_ms', keptMs: DAY_MS },
]

/**
 * Forgets what is of no use any more, at most `limit` rows of each kind, so that nobody waits long
 * for the database. Gives how many rows went.
 */
export async function prune(
  trx: MembersTransaction,
  { limit }: { readonly limit: number },
): Promise<number> {
  const nowMs = await trx.nowMs()
  let gone = 0
  for (const { table, key, dated, keptMs } of forgettable) {
    const old = await trx.sql.all<Record<string, SqlValue>>(
      `select ${key.join(', ')} from ${table} where ${dated} <= ? order by ${dated} limit ?`,
      nowMs - keptMs,
      limit,
    )
    const counts = await trx.sql.runEach(
      `delete from ${table} where ${key.map(column => `${column} = ?`).join(' and ')}`,
      old.map(row => Object.values(row)),
    )
    gone += counts.reduce((sum, count) => sum + count, 0)
  }
  return gone
}
