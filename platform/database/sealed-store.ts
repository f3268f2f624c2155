import type { SqlValue, Transaction } from './database.ts'

/** Where sealed texts lie. These names are part of SQL, so they come from our code alone. */
export type SealedColumn = {
  readonly table: string
  /** The columns of the primary key, all of them texts. */
  readonly key: readonly string[]
  readonly column: string
}

export type SealedText = { readonly key: readonly string[]; readonly sealed: string }

export type Resealed = SealedText & { readonly resealed: string }

type Trx = Transaction<never>
type Row = { readonly sealed: string } & Readonly<Record<`key${number}`, string>>

/** How sealed texts begin, and those under one key (`personal-data.ts`). */
const ANY_SEAL = 'v1.%'
const sealedUnder = (keyId: string) => `v1.${keyId}.`

const isUnderAnother = (column: string) => `${column} like ? and substr(${column}, 1, ?) <> ?`
const sealValues = (keyId: string): SqlValue[] => {
  const seal = sealedUnder(keyId)
  return [ANY_SEAL, seal.length, seal]
}

/** How many texts of a column are sealed under other keys than this one. */
export async function countOtherSeals(
  { sql }: Trx,
  { table, column, keyId }: SealedColumn & { readonly keyId: string },
): Promise<number> {
  const [row] = await sql.all<{ count: number }>(
    `select count(*) as count from ${table} where ${isUnderAnother(column)}`,
    ...sealValues(keyId),
  )
  return row?.count ?? 0
}

/** Texts that are sealed under other keys, those after this one of the table's rows. */
export async function listOtherSeals(
  { sql }: Trx,
  {
    after,
    limit,
    keyId,
    ...place
  }: SealedColumn & {
    readonly keyId: string
    readonly after: readonly string[] | null
    readonly limit: number
  },
): Promise<SealedText[]> {
  const { table, key, column } = place
  const names = key.map((name, at) => `${name} as key${at}`).join(', ')
  const beyond = after === null ? { text: '1 = 1', values: [] } : rowsAfter(key, after)
  const rows = await sql.all<Row>(
    `select ${names}, ${column} as sealed from ${table}
     where (${beyond.text}) and ${isUnderAnother(column)} order by ${key.join(', ')} limit ?`,
    ...beyond.values,
    ...sealValues(keyId),
    limit,
  )
  return rows.map(({ sealed, ...keys }) => ({
    key: key.map((_, at) => keys[`key${at}`] ?? ''),
    sealed,
  }))
}

/** Replaces texts that are still as they were read. What was changed meanwhile stays. */
export async function replaceSeals(
  { sql }: Trx,
  { table, key, column, texts }: SealedColumn & { readonly texts: readonly Resealed[] },
): Promise<void> {
  const isTheRow = key.map(name => `${name} = ?`).join(' and ')
  await sql.runEach(
    `update ${table} set ${column} = ? where ${isTheRow} and ${column} = ?`,
    texts.map(({ key, sealed, resealed }) => [resealed, ...key, sealed]),
  )
}

/** `a > ? or (a = ? and b > ?) …`: of a list in brackets MySQL would read the whole index. */
function rowsAfter(key: readonly string[], after: readonly string[]) {
  const terms = key.map((name, at) =>
    [...key.slice(0, at).map(before => `${before} = ?`), `${name} > ?`].join(' and '),
  )
  return {
    text: terms.map(term => `(${term})`).join(' or '),
    values: key.flatMap((_, at) => after.slice(0, at + 1)),
  }
}
