import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Config } from '#platform/config.ts'
import { openSqliteFile } from '#platform/database/sqlite-connection.ts'
import type { Keyring } from '#platform/security/keyring.ts'
import { systemClock } from '#platform/time/clock.ts'
import { type RoundsDeps, rounds } from '#platform/time/rounds.ts'
import { CannotGoOn } from './cannot-go-on.ts'
import {
  isStrangerToReceipts,
  type KeyPrints,
  type KnownPrints,
  printsOf,
  refusalOf,
  refusalOfKafka,
  refusalToRotate,
} from './key-prints.ts'
import { keyringKeptIn } from './open-keyring.ts'
import {
  forgetHolders,
  forgetOtherKeys,
  type Holder,
  type KeysStep,
  leave,
  noteKeys,
  noteSigner,
  otherUrls,
  readKnownKeys,
  seeAgain,
  seeHolder,
} from './shop-keys-store.ts'

type Place = Pick<Config, 'profile' | 'publicUrl'>

type HoldDeps = RoundsDeps & {
  /** Ends this process, which may not go on: while it was away others have started with other keys. */
  readonly end: (refusal: CannotGoOn) => void
  /** The Kafka that this process speaks with, by its own id; all that speak with one have the same. */
  readonly kafka?: string | null
}

/** How often a process says that it is still there. */
const SEEN_EVERY_MS = 20_000

/**
 * Sees, for whoever works beside the processes of a shop, that it has the keys of the shop's data and
 * seals with none that a process lacks. Throws `CannotGoOn`. Call it after `keepShopKind`.
 */
export function keepShopKeys({ profile }: Place, keyring: Keyring): Promise<void> {
  return stepIn(profile, async step => {
    await judge(step, profile, printsOf(keyring))
  })
}

/** The same for who encrypts data anew with the first key: every process must encrypt with it already. */
export function keepKeysToRotate({ profile }: Place, keyring: Keyring): Promise<void> {
  return stepIn(profile, async step => {
    await judge(step, profile, printsOf(keyring), refusalToRotate)
  })
}

/**
 * The same as `keepShopKeys` for a process of the shop, whose keys the others know until this is
 * disposed. In a data folder it must be the one that has the folder for itself. Says at the start
 * where the others give the shop another PUBLIC_URL: they refuse each other's tokens; and where it can
 * prove no receipt. Who was away for longer than the others believed in him (frozen, or cut off) is
 * judged anew as at a start.
 */
export async function holdShopKeys(
  { profile, publicUrl }: Place,
  keyring: Keyring,
  deps: HoldDeps,
): Promise<AsyncDisposable> {
  const name = `process ${process.pid} on ${hostname()}`
  const prints = printsOf(keyring)
  const { kafka = null } = deps
  const own: Holder = { holder: randomUUID(), name, prints, publicUrl, kafka }
  const { others, isStranger } = await stepIn(profile, async step => {
    if (profile.kind === 'embedded') await forgetHolders(step)
    const known = await joinProcesses(step, profile, own)
    const isStranger = isStrangerToReceipts(own.prints, known)
    return { others: await otherUrls(step, publicUrl), isStranger }
  })
  if (isStranger) {
    deps.log.warn(
      'SIGNING_KEYS has none of the keys that this shop has signed with: receipts until now are ' +
        'proven by copies of their public halves alone; put an old key at the end of the list, ' +
        'unless it leaked (docs/keys.md)',
    )
  }
  if (others.length > 0) {
    const sentence =
      'other processes of this shop have another PUBLIC_URL: set it alike in all, or tokens of one ' +
      'are refused by the others'
    deps.log.warn({ publicUrl, others }, sentence)
  }
  // Who was told to end may take a while to: it is told once.
  let isEnding = false
  const end = (refusal: CannotGoOn) => {
    isEnding = true
    deps.end(refusal)
  }
  const seen =
    profile.kind === 'distributed'
      ? rounds(deps, { name: 'keys', everyMs: SEEN_EVERY_MS }, async () => {
          if (!isEnding) await stay(profile, own, { ...deps, end })
        })
      : null
  return {
    async [Symbol.asyncDispose]() {
      await seen?.[Symbol.asyncDispose]()
      try {
        await stepIn(profile, step => leave(step, own.holder), { alone: false })
      } catch (error) {
        deps.log.warn({ err: error }, 'this process is taken for one that runs, for a minute')
      }
    },
  }
}

/**
 * When nothing is sealed with another key than the first: whoever starts may lack those others. Throws
 * `CannotGoOn` where a process that came meanwhile goes on with one of them.
 */
export function retireShopKeys({ profile }: Place, keyring: Keyring): Promise<void> {
  return stepIn(profile, async step => {
    const own = printsOf(keyring)
    await forgetOtherKeys(step, own, await judge(step, profile, own, refusalToRotate))
  })
}

/** Sees that he may be one of the processes, and makes him one. */
async function joinProcesses(
  step: KeysStep,
  profile: Config['profile'],
  own: Holder,
): Promise<KnownPrints> {
  const refusedBecause = (prints: KeyPrints, known: KnownPrints) =>
    refusalOf(prints, known) ?? refusalOfKafka(own.kafka, known.held)
  const known = await judge(step, profile, own.prints, refusedBecause)
  await noteSigner(step, own.prints, known)
  await seeHolder(step, own)
  return known
}

async function stay(
  profile: Config['profile'],
  own: Holder,
  { log, end }: HoldDeps,
): Promise<void> {
  const was = await stepIn(profile, step => seeAgain(step, own.holder), { alone: false })
  if (was === 'seen') return
  try {
    await stepIn(profile, step => joinProcesses(step, profile, own))
    log.info('this process was away for a minute; its keys are still those of the shop')
  } catch (error) {
    if (!(error instanceof CannotGoOn)) throw error
    end(error)
  }
}

async function judge(
  step: KeysStep,
  profile: Config['profile'],
  own: KeyPrints,
  refusedBecause = refusalOf,
): Promise<KnownPrints> {
  const known = await readKnownKeys(step)
  const refusal = refusedBecause(own, known)
  if (refusal !== null) throw await withKeptKeys(refusal, profile, known)
  await noteKeys(step, own, known)
  return known
}

/** Who was given others by the settings is told where the right ones lie. */
async function withKeptKeys(
  refusal: CannotGoOn,
  profile: Config['profile'],
  known: KnownPrints,
): Promise<CannotGoOn> {
  if (profile.kind !== 'embedded') return refusal
  const { dataFolder } = profile
  const kept = await keyringKeptIn(dataFolder)
  if (kept === null || refusalOf(printsOf(kept), known) !== null) return refusal
  return new CannotGoOn(
    refusal.exitCode,
    `${refusal.message} The keys of this shop lie in ${join(dataFolder, 'keys.json')}: unset ` +
      'SIGNING_KEYS, ENCRYPTION_KEYS, INDEX_KEY and INTERNAL_KEY, also in .env, and they are taken. ' +
      'For a new shop name another folder in DATABASE_URL.',
  )
}

async function stepIn<Outcome>(
  profile: Config['profile'],
  work: (step: KeysStep) => Promise<Outcome>,
  { alone } = { alone: true },
): Promise<Outcome> {
  if (profile.kind === 'embedded') return stepInSqlite(profile.dataFolder, work)
  // Who keeps no MySQL does without its client.
  const { stepInMysql } = await import('./shop-keys-mysql-store.ts')
  return stepInMysql({ mysqlUrl: profile.mysqlUrl, alone }, work)
}

async function stepInSqlite<Outcome>(
  folder: string,
  work: (step: KeysStep) => Promise<Outcome>,
): Promise<Outcome> {
  const { raw, trx } = openSqliteFile(join(folder, 'stock.sqlite'), systemClock.nowMs, null)
  using _ = raw
  await trx.sql.run('begin immediate')
  const outcome = await work({ sql: trx.sql, nowMs: systemClock.nowMs(), holdsForMs: null })
  await trx.sql.run('commit')
  return outcome
}
