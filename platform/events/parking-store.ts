import type { Transaction } from '#platform/database/database.ts'
import { sqlList, sqlLists } from '#platform/database/sql-list.ts'

type Trx = Pick<Transaction, 'sql'>

export const PARKED = 'An earlier event of this subject is a dead letter.'

/**
 * Which of these subjects have a dead letter. The first one of each is held until the commit:
 * whoever sends it again or takes it away waits for that, and finds what was parked behind it.
 * Where it went while we waited for it, we look again.
 */
export async function holdBuried(
  trx: Trx,
  { source, subjects }: { source: string; subjects: readonly string[] },
): Promise<ReadonlySet<string>> {
  const held = new Set<string>()
  const [any] = await trx.sql.all('select 1 from dead_letter where source = ? limit 1', source)
  if (any === undefined) return held
  for (let asked = [...new Set(subjects)]; asked.length > 0; ) {
    const letters = await firstLetters(trx, source, asked)
    // A change of nothing is the lock that both engines know.
    const changed = await trx.sql.runEach(
      'update dead_letter set source = source where dead_letter_id = ?',
      letters.map(({ id }) => [id]),
    )
    for (const [at, { subject }] of letters.entries()) if (changed[at] === 1) held.add(subject)
    asked = letters.flatMap(({ subject }) => (held.has(subject) ? [] : [subject]))
  }
  return held
}

/** In the order of their ids, in which all who hold letters take them. */
async function firstLetters(
  { sql }: Trx,
  source: string,
  subjects: readonly string[],
): Promise<readonly { readonly subject: string; readonly id: number }[]> {
  const letters: { subject: string; id: number }[] = []
  for (const part of sqlLists(subjects)) {
    const { marks, values } = sqlList(part)
    const found = await sql.all<{ subject: string; id: number }>(
      `select subject, min(dead_letter_id) as id from dead_letter
       where source = ? and subject in (${marks}) group by subject`,
      source,
      ...values,
    )
    letters.push(...found)
  }
  return letters.toSorted((a, b) => a.id - b.id)
}
