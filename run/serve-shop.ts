import { type Config, configOfThisProcess } from '#platform/config.ts'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'
import { command, type Endings, shopEndings } from './command.ts'
import { keepShopOpen } from './keep-shop-open.ts'
import { type ShopPart, shopParts } from './services.ts'

const help = `
npm run serve

Runs the shop for production: all services in this process, no sample shop. What it does is logged
as JSON lines on standard error. .env.example lists the settings; ADMIN_EMAIL and ADMIN_PASSWORD
make the first admin.

npm run serve -- <part> …   some parts only, in the distributed profile; DISCOVERY_URL tells where the
                            others are. Parts: ${shopParts.join(', ')}.

SIGTERM and SIGINT end it within seconds, after what is in flight.
`

/** How a process that keeps a shop open can end. */
export const openShopEndings: Endings = {
  0: 'when it was asked to end',
  1: 'where something broke while it was open',
  ...shopEndings,
  [exitCodes.unavailable]: 'where a port is taken, or an engine or the packages are not to be had',
}

/** `npm run serve`. */
export function serve(): Promise<void> {
  const definition = { help, endings: openShopEndings, options: {}, arguments: true }
  return command(definition, async ({ positionals }) => {
    const config = configOfThisProcess()
    await keepShopOpen(config, { parts: partsOf(positionals, config) })
  })
}

function partsOf(words: readonly string[], { profile }: Config): readonly ShopPart[] {
  if (words.length === 0) return shopParts
  const parts = shopParts.filter(part => words.includes(part))
  const unknown = words.filter(word => !parts.some(part => part === word))
  if (unknown.length > 0) {
    const sentence = `There is no part ${unknown.join(', ')}. There are: ${shopParts.join(', ')}.`
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
