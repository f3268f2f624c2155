import type { Statements } from '#platform/database/database.ts'
import type { KeyPrints, KnownPrints } from './key-prints.ts'

/** One step over the tables of keys, which lie with the mark of what the shop is. */
export type KeysStep = {
  readonly sql: Pick<Statements, 'all' | 'run'>
  readonly nowMs: number
  /** Who was not seen for longer has ended; null where somebody is there until he says otherwise. */
  readonly holdsForMs: number | null
}

/** A process that runs. */
export type Holder = {
  readonly holder: string
  readonly prints: KeyPrints
  readonly publicUrl: string
}

/** Both engines read them. They are made at the start of whoever comes first, before all migrations. */
const TABLES = [
  `create table if not exists shop_key (
    use_of varchar(10) not null,
    key_id varchar(64) not null,
    print varchar(64) not null,
    primary key (use_of, key_id)
  )`,
  `create table if not exists key_holder (
    holder varchar(36) not null primary key,
    prints text not null,
    public_url varchar(1000) not null,
    seen_at_ms bigint not null
  )`,
]

type KeyRow = { readonly use_of: string; readonly key_id: string; readonly print: string }
type HolderRow = { readonly holder: string; readonly prints: string; readonly public_url: string }

export async function readKnownKeys(step: KeysStep): Promise<KnownPrints> {
  const { sql, nowMs, holdsForMs } = step
  for (const table of TABLES) await sql.run(table)
  if (holdsForMs !== null) {
    await sql.run('delete from key_holder where seen_at_ms < ?', nowMs - holdsForMs)
  }
  const keys = await sql.all<KeyRow>('select use_of, key_id, print from shop_key order by key_id')
  const sealing = keys.filter(key => key.use_of === 'encryption')
  return {
    index: keys.find(key => key.use_of === 'index')?.print ?? null,
    sealing: sealing.map(({ key_id, print }) => ({ id: key_id, print })),
    held: (await holdersOf(step)).map(({ prints }) => prints.split(' ')),
  }
}

/** From now on these are keys of the shop: the index, and the first, which seals. */
export async function noteKeys(
  { sql }: KeysStep,
  { index, encryption: [first] }: KeyPrints,
  known: KnownPrints,
): Promise<void> {
  const insert = 'insert into shop_key (use_of, key_id, print) values (?, ?, ?)'
  if (known.index === null) await sql.run(insert, 'index', '', index)
  if (known.sealing.some(({ id }) => id === first.id)) return
  await sql.run(insert, 'encryption', first.id, first.print)
}

/** Forgets the keys that nothing is sealed with, but what a process that runs still seals with. */
export async function forgetOtherKeys(
  step: KeysStep,
  { encryption: [first] }: KeyPrints,
  known: KnownPrints,
): Promise<void> {
  const used = new Set([first.print, ...known.held.map(([sealing]) => sealing)])
  for (const { id, print } of known.sealing.filter(key => !used.has(key.print))) {
    await step.sql.run(
      "delete from shop_key where use_of = 'encryption' and key_id = ? and print = ?",
      id,
      print,
    )
  }
}

/** Who holds them is there until `leave`, or until he was not seen for long. */
export async function seeHolder(
  { sql, nowMs }: KeysStep,
  { holder, prints, publicUrl }: Holder,
): Promise<void> {
  const texts = prints.encryption.map(({ print }) => print).join(' ')
  await sql.run(
    'replace into key_holder (holder, prints, public_url, seen_at_ms) values (?, ?, ?, ?)',
    ...[holder, texts, publicUrl, nowMs],
  )
}

export async function leave({ sql }: KeysStep, holder: string): Promise<void> {
  await sql.run('delete from key_holder where holder = ?', holder)
}

/** Where nobody else can run: what processes left behind that were killed. */
export async function forgetHolders({ sql }: KeysStep): Promise<void> {
  for (const table of TABLES) await sql.run(table)
  await sql.run('delete from key_holder')
}

/** The addresses that other processes give the shop. */
export async function otherUrls(step: KeysStep, own: string): Promise<readonly string[]> {
  const urls = (await holdersOf(step)).map(row => row.public_url)
  return [...new Set(urls)].filter(url => url !== own)
}

const holdersOf = ({ sql }: KeysStep): Promise<HolderRow[]> =>
  sql.all('select holder, prints, public_url from key_holder order by holder')
