import type { Config } from '#platform/config.ts'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'
import { type ShopPart, shopParts } from './services.ts'

/** What runs in a process that is started with these words; all where there is none. Throws `CannotGoOn`. */
export function partsNamed(
  words: readonly string[],
  { profile }: Pick<Config, 'profile'>,
): readonly ShopPart[] {
  if (words.length === 0) return shopParts
  const parts = shopParts.filter(part => words.includes(part))
  const unknown = words.filter(word => !parts.some(part => part === word))
  if (unknown.length > 0) {
    const sentence = `There is no part ${unknown.join(', ')}. There are: ${shopParts.join(', ')}.`
    throw new CannotGoOn(exitCodes.usage, sentence)
  }
  const twice = parts.filter(part => words.indexOf(part) !== words.lastIndexOf(part))
  if (twice.length > 0) {
    const sentence =
      `${twice.join(', ')} is named twice. A process has one of each part: for a second ${twice[0]}, ` +
      'start another process.'
    throw new CannotGoOn(exitCodes.usage, sentence)
  }
  if (profile.kind === 'embedded' && parts.length < shopParts.length) {
    throw new CannotGoOn(
      exitCodes.configuration,
      'Parts in processes of their own need the distributed profile. Set DATABASE_URL=mysql://…, ' +
        'REDIS_URL, EVENTS_URL, DISCOVERY_URL and the keys (.env.example tells how), or run ' +
        '`npm run serve` without names: all in one process.',
    )
  }
  return parts
}
