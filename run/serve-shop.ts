import { configOfThisProcess } from '#platform/config.ts'
import { exitCodes } from './cannot-go-on.ts'
import { command, type Endings, shopEndings } from './command.ts'
import { keepShopOpen } from './keep-shop-open.ts'
import { partsNamed } from './parts-named.ts'
import { shopParts } from './services.ts'

const help = `
npm run serve

Runs the shop for production: all services in this process, no sample shop. What it does is logged
as JSON lines on standard error. The settings, which .env.example lists, stand in the environment or
in .env; ADMIN_EMAIL and ADMIN_PASSWORD make the first admin.

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
    await keepShopOpen(config, { parts: partsNamed(positionals, config) })
  })
}
