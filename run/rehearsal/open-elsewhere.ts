import { type Config, configOfThisProcess } from '#platform/config.ts'
import { accessTokens } from '#platform/security/access-token.ts'
import { personalData } from '#platform/security/personal-data.ts'
import { systemClock } from '#platform/time/clock.ts'
import { CannotGoOn, exitCodes } from '#run/cannot-go-on.ts'
import { keptAdminPassword } from '#run/first-admin-password.ts'
import { openMembers } from '#run/open-members.ts'
import { showProgress } from '#run/progress.ts'
import { insertCrowd } from '#services/members/crowd-members.ts'
import type { Place } from './open-copy.ts'
import { organiser } from './organiser.ts'
import { keyringOfShopAt } from './same-shop.ts'

const PATIENCE_MS = 5_000

/**
 * A crowd of ready members in a shop that runs, if it says of itself that it is a rehearsal and has
 * the keys of these settings. Nothing is written before that is known. Throws `CannotGoOn` else.
 */
export async function openElsewhere(url: string, members: number): Promise<Place> {
  await refuseRealShop(url)
  const config = configOfThisProcess()
  if (!config.rehearsal) {
    throw new CannotGoOn(
      exitCodes.configuration,
      'These settings are not those of a rehearsal: set REHEARSAL=1, and all else as the shop of --url has it.',
    )
  }
  const keyring = await keyringOfShopAt(url, config)
  const admin = adminOf(config)
  const { issuer } = await organiser(url, admin)
  if (issuer !== config.publicUrl) throw namedOtherwise(url, issuer, config)
  await using database = await openMembers(config, keyring)
  const deps = {
    database,
    clock: systemClock,
    accessTokens: accessTokens({ keyring, clock: systemClock, issuer: config.publicUrl }),
    personalData: personalData(keyring),
  }
  const tokens: string[] = []
  for await (const batch of insertCrowd(deps, members)) {
    tokens.push(...batch.map(({ accessToken }) => accessToken))
    showProgress(tokens.length, members, 'members')
  }
  return { url, tokens, admin }
}

/** Asks the shop itself, whatever the settings say. */
async function refuseRealShop(url: string): Promise<void> {
  const told = await fetch(`${url}/api/time`, { signal: AbortSignal.timeout(PATIENCE_MS) })
    .then(answer => answer.json() as Promise<{ rehearsal?: unknown } | null>)
    .catch((error: unknown) => {
      const sentence = `No shop answers at ${url}. Start one there with REHEARSAL=1; or leave --url out: the shop is a copy then, made for this.`
      throw new CannotGoOn(exitCodes.unavailable, sentence, { cause: error })
    })
  if (told?.rehearsal === true) return
  throw new CannotGoOn(
    exitCodes.configuration,
    `The shop at ${url} is no rehearsal: its units, money and mails are real. Start one with REHEARSAL=1, in a database of its own.`,
  )
}

/** A token is good at the shop of its issuer alone: all of the crowd would be refused. */
const namedOtherwise = (url: string, issuer: unknown, { publicUrl }: Config): CannotGoOn =>
  new CannotGoOn(
    exitCodes.configuration,
    `The shop at ${url} has PUBLIC_URL=${issuer}, and these settings say ${publicUrl}: give PUBLIC_URL as ` +
      'the shop has it, or it lets nobody of the crowd in. Nothing was written.',
  )

function adminOf({ adminEmail, adminPassword, profile }: Config): Place['admin'] {
  const email = adminEmail ?? 'admin@example.com'
  if (adminPassword !== null) return { email, password: adminPassword }
  if (profile.kind === 'embedded') return { email, password: keptAdminPassword(profile.dataFolder) }
  throw new CannotGoOn(
    exitCodes.configuration,
    'Set ADMIN_EMAIL and ADMIN_PASSWORD: the drop is planned in the name of that admin.',
  )
}
