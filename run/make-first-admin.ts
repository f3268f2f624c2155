import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#platform/config.ts'
import type { Log } from '#platform/measures/log.ts'
import { isGuessable } from '#platform/security/guessable-password.ts'
import type { Passwords } from '#platform/security/password.ts'
import type { PersonalData } from '#platform/security/personal-data.ts'
import type { Clock } from '#platform/time/clock.ts'
import { canonicalEmail } from '#services/members/email-address.ts'
import { ensureFirstAdmin } from '#services/members/first-admin.ts'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'
import type { Databases } from './databases.ts'

type Deps = {
  readonly databases: Pick<Databases, 'members'>
  readonly clock: Clock
  readonly log: Log
  readonly passwords: Passwords
  readonly personalData: PersonalData
}

/** Makes the admin that the configuration names where there is none yet. */
export async function makeFirstAdmin(
  { databases, log, ...deps }: Deps,
  { adminEmail: email, adminPassword: password }: Pick<Config, 'adminEmail' | 'adminPassword'>,
): Promise<void> {
  const database = databases.members
  if (email !== null && password !== null) {
    const outcome = await ensureFirstAdmin({ ...deps, database }, { email, password })
    if (outcome !== 'present') log.info({ outcome }, 'the first admin stands')
    if (outcome === 'created' && isGuessable(password, ['firstcome', 'first-come'])) {
      log.warn('ADMIN_PASSWORD is among the first that somebody would try: change it')
    }
    return
  }
  if (await database.read.hasAdmin(null)) return
  if (email !== null || password !== null) {
    throw wrong(NO_ADMIN)
  }
  log.warn('there is no admin; set ADMIN_EMAIL and ADMIN_PASSWORD once to make the first')
}

const NO_ADMIN =
  'There is no admin yet. Set both ADMIN_EMAIL and ADMIN_PASSWORD, and the first is made of them.'

/** Throws `CannotGoOn` where `makeFirstAdmin` would, as far as that is known before a shop is made. */
export async function refuseHalfAnAdmin(config: Config): Promise<void> {
  const { adminEmail: email, adminPassword: password } = config
  if (email !== null && canonicalEmail(email) === null) {
    throw wrong(
      `ADMIN_EMAIL: ${JSON.stringify(email)} is no address that mails reach. Give one such as admin@example.com.`,
    )
  }
  const isHalf = (email === null) !== (password === null)
  if (isHalf && !(await hasMembers(config))) throw wrong(NO_ADMIN)
}

/** Among whom there may be an admin. */
async function hasMembers({ profile }: Config): Promise<boolean> {
  if (profile.kind === 'embedded') return existsSync(join(profile.dataFolder, 'members.sqlite'))
  const { haveTables } = await import('./distributed-backup/refuse-no-schema.ts')
  return haveTables(profile.mysqlUrl, ['members'])
}

const wrong = (sentence: string): CannotGoOn => new CannotGoOn(exitCodes.configuration, sentence)
