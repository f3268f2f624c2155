import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Config } from '#platform/config.ts'
import { openSqliteFile } from '#platform/database/sqlite-connection.ts'
import type { Keyring } from '#platform/security/keyring.ts'
import { systemClock } from '#platform/time/clock.ts'
import { type RoundsDeps, rounds } from '#platform/time/rounds.ts'
import { type KeyPrints, type KnownPrints, printsOf, refusalOf } from './key-prints.ts'
import {
  forgetHolders,
  forgetOtherKeys,
  type KeysStep,
  leave,
  noteKeys,
  otherUrls,
  readKnownKeys,
  seeHolder,
} from './shop-keys-store.ts'

type Place = Pick<Config, 'profile' | 'publicUrl'>

/** How often a process says that it is still there. */
const SEEN_EVERY_MS = 20_000

/**
 * Sees, for whoever works beside the processes of a shop, that it has the keys of the shop's data and
 * seals with none that a process lacks. Throws `CannotGoOn`. Call it after `keepShopKind`.
 */
export function keepShopKeys({ profile }: Place, keyring: Keyring): Promise<void> {
  return stepIn(profile, async step => {
    await judge(step, printsOf(keyring))
  })
}

/**
 * The same for a process of the shop, whose keys the others know until this is disposed. In a data
 * folder it must be the one that has the folder for itself. Says at the start where the others give
 * the shop another PUBLIC_URL: they refuse each other's tokens.
 */
export async function holdShopKeys(
  { profile, publicUrl }: Place,
  keyring: Keyring,
  deps: RoundsDeps,
): Promise<AsyncDisposable> {
  const own = { holder: randomUUID(), prints: printsOf(keyring), publicUrl }
  const others = await stepIn(profile, async step => {
    if (profile.kind === 'embedded') await forgetHolders(step)
    await judge(step, own.prints)
    await seeHolder(step, own)
    return otherUrls(step, publicUrl)
  })
  if (others.length > 0) {
    const sentence =
      'other processes of this shop have another PUBLIC_URL: set it alike in all, or tokens of one ' +
      'are refused by the others'
    deps.log.warn({ publicUrl, others }, sentence)
  }
  const seen =
    profile.kind === 'distributed'
      ? rounds(deps, { name: 'keys', everyMs: SEEN_EVERY_MS }, () =>
          stepIn(profile, step => seeHolder(step, own), { alone: false }),
        )
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

/** When nothing is sealed with another key than the first: whoever starts may lack those others. */
export function retireShopKeys({ profile }: Place, keyring: Keyring): Promise<void> {
  return stepIn(profile, async step => {
    const own = printsOf(keyring)
    await forgetOtherKeys(step, own, await judge(step, own))
  })
}

async function judge(step: KeysStep, own: KeyPrints): Promise<KnownPrints> {
  const known = await readKnownKeys(step)
  const refusal = refusalOf(own, known)
  if (refusal !== null) throw refusal
  await noteKeys(step, own, known)
  return known
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
