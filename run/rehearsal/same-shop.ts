import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#platform/config.ts'
import { type Keyring, type PublicJwks, publicJwks } from '#platform/security/keyring.ts'
import { CannotGoOn, exitCodes } from '#run/cannot-go-on.ts'
import { openKeyring } from '#run/open-keyring.ts'

const PATIENCE_MS = 5_000

/**
 * The keys of the settings, if the shop at this address signs with them. A crowd is written into the
 * database of the settings, so they have to be that shop's own. Makes no keys where there are none.
 * Throws `CannotGoOn`.
 */
export async function keyringOfShopAt(url: string, config: Config): Promise<Keyring> {
  const { keyring, profile } = config
  if (keyring === null && profile.kind === 'embedded') {
    if (!existsSync(join(profile.dataFolder, 'keys.json'))) throw anotherShop(url)
  }
  const own = await openKeyring(config)
  if (!hasSameKeys(publicJwks(own), await jwksOf(url))) throw anotherShop(url)
  return own
}

/** By the keys themselves: their names are chosen, and may be the same in two shops. */
function hasSameKeys(ours: PublicJwks, theirs: PublicJwks): boolean {
  const [left, right] = [ours, theirs].map(({ keys }) => new Set(keys.map(({ x }) => x)))
  return left !== undefined && right !== undefined && left.symmetricDifference(right).size === 0
}

async function jwksOf(url: string): Promise<PublicJwks> {
  try {
    const answer = await fetch(`${url}/.well-known/jwks.json`, {
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const { keys = [] } = (await answer.json()) as Partial<PublicJwks>
    return { keys }
  } catch (error) {
    const sentence = `The shop at ${url} does not tell its keys.`
    throw new CannotGoOn(exitCodes.unavailable, sentence, { cause: error })
  }
}

const anotherShop = (url: string): CannotGoOn =>
  new CannotGoOn(
    exitCodes.configuration,
    `The keys of these settings are not those of the shop at ${url}, so DATABASE_URL may be that of ` +
      'another one. Nothing was written: give all settings as the shop of --url has them.',
  )
