import assert from 'node:assert/strict'
import { outboxTable } from '#platform/events/outbox.ts'
import type { Migration } from './database.ts'
import { idempotencyTable } from './idempotency.ts'
import { migrate } from './migrations.ts'
import { openSqliteFile } from './sqlite-connection.ts'

/**
 * A service's database in memory, whose every statement is noted. Afterwards it tells which of them
 * would look at whole tables, or sort, however many rows there are. `Trx` is the service's own type
 * of a transaction.
 */
export async function aWatchedDatabase<Trx>(service: string, migrations: readonly Migration[]) {
  const { raw, trx } = openSqliteFile(':memory:', () => 1_790_000_000_000, null)
  for (const table of [outboxTable, idempotencyTable]) await trx.sql.run(table)
  await migrate(trx.sql, service, migrations)
  const texts = new Set<string>()
  const prepare = raw.prepare.bind(raw)
  raw.prepare = text => {
    texts.add(text)
    return prepare(text)
  }
  const asked = () => [...texts].filter(text => /^\s*(select|update|delete|insert)/i.test(text))

  return {
    trx: trx as unknown as Trx,
    /** The statements so far, each once. */
    asked,
    /**
     * The steps of their plans that scan or sort, each with its statement; but those that
     * `isHarmless`. At least so many statements must have been asked.
     */
    slowSteps(atLeast: number, isHarmless: (detail: string, text: string) => boolean): string[] {
      assert.ok(asked().length >= atLeast, `${asked().length} statements were looked at`)
      return asked().flatMap(text =>
        prepare(`explain query plan ${text}`)
          .all()
          .map(row => `${row.detail}`)
          .filter(detail => /^SCAN|TEMP B-TREE/.test(detail) && !isHarmless(detail, text))
          .map(detail => `${detail}: ${text}`),
      )
    },
  }
}
