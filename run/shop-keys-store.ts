import type { Statements } from '#platform/database/database.ts'
import type { HeldPrints, KeyPrint, KeyPrints, KnownPrints } from './key-prints.ts'

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
  readonly name: string
  readonly prints: KeyPrints
  readonly publicUrl: string
  /** As in `HeldPrints`. */
  readonly kafka: string | null
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
  const usedFor = (use: string): readonly KeyPrint[] =>
    keys.filter(key => key.use_of === use).map(({ key_id, print }) => ({ id: key_id, print }))
  return {
    index: usedFor('index')[0]?.print ?? null,
    sealing: usedFor('encryption'),
    signing: usedFor('signing'),
    held: (await holdersOf(step)).map(({ prints }) => heldIn(prints)),
  }
}

const NOTE = 'insert into shop_key (use_of, key_id, print) values (?, ?, ?)'

/** From now on these are keys of the shop: the index, and the first, which seals. */
export async function noteKeys(
  { sql }: KeysStep,
  { index, encryption: [first] }: KeyPrints,
  known: KnownPrints,
): Promise<void> {
  if (known.index === null) await sql.run(NOTE, 'index', '', index)
  if (known.sealing.some(({ id }) => id === first.id)) return
  await sql.run(NOTE, 'encryption', first.id, first.print)
}

/** From now on the shop has signed with the first. */
export async function noteSigner(
  { sql }: KeysStep,
  { signing: [first] }: KeyPrints,
  known: KnownPrints,
): Promise<void> {
  if (known.signing.some(({ id }) => id === first.id)) return
  await sql.run(NOTE, 'signing', first.id, first.print)
}

/** Forgets the keys that nothing is sealed with, and nobody seals with. */
export async function forgetOtherKeys(
  step: KeysStep,
  { encryption: [first] }: KeyPrints,
  known: KnownPrints,
): Promise<void> {
  for (const { id, print } of known.sealing.filter(key => key.print !== first.print)) {
    await step.sql.run(
      "delete from shop_key where use_of = 'encryption' and key_id = ? and print = ?",
      id,
      print,
    )
  }
}

/** Who holds them is there until `leave`, or until he was not seen for long. */
export async function seeHolder({ sql, nowMs }: KeysStep, own: Holder): Promise<void> {
  await sql.run(
    'replace into key_holder (holder, prints, public_url, seen_at_ms) values (?, ?, ?, ?)',
    ...[own.holder, textOf(own), own.publicUrl, nowMs],
  )
}

/**
 * He is seen again, where he was believed to be there until now. Not where he was away for longer:
 * others may have started with keys that he has not.
 */
export async function seeAgain(
  { sql, nowMs, holdsForMs }: KeysStep,
  holder: string,
): Promise<'seen' | 'was_away'> {
  const seen = await sql.run(
    'update key_holder set seen_at_ms = ? where holder = ? and seen_at_ms >= ?',
    ...[nowMs, holder, holdsForMs === null ? 0 : nowMs - holdsForMs],
  )
  return seen === 1 ? 'seen' : 'was_away'
}

export async function leave({ sql }: KeysStep, holder: string): Promise<void> {
  await sql.run('delete from key_holder where holder = ?', holder)
}

/** Where nobody else can run: what processes left behind that were killed. */
export async function forgetHolders({ sql }: Pick<KeysStep, 'sql'>): Promise<void> {
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

/**
 * Words with blanks between. An older version understands those of encryption, bare, and takes the first
 * word of all for the key that seals.
 */
const textOf = ({ name, kafka, prints: { encryption, signing, internal } }: Holder): string =>
  [
    ...encryption.map(({ print }) => print),
    ...signing.map(({ print }) => `signing:${print}`),
    `internal:${internal}`,
    ...(kafka === null ? [] : [`kafka:${encodeURIComponent(kafka)}`]),
    `name:${encodeURIComponent(name)}`,
  ].join(' ')

function heldIn(text: string): HeldPrints {
  const words = text.split(' ').map(word => word.split(':'))
  const named = (use: string) =>
    words.flatMap(([name, print]) => (name === use && print !== undefined ? [print] : []))
  const [name = null] = named('name').map(decodeURIComponent)
  const [kafka = null] = named('kafka').map(decodeURIComponent)
  return {
    name,
    encryption: words.flatMap(([print, more]) =>
      print !== undefined && more === undefined ? [print] : [],
    ),
    signing: named('signing'),
    internal: named('internal')[0] ?? null,
    kafka,
  }
}
