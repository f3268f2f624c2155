import { configOfThisProcess } from '#platform/config.ts'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'
import { command } from './command.ts'
import { keepShopOpen } from './keep-shop-open.ts'
import { apis } from './wire-services.ts'

const help = `
npm run serve

Runs the shop for production: all services in this process, no sample shop. What it does is logged
as JSON lines on standard error. .env.example lists the settings; ADMIN_EMAIL and ADMIN_PASSWORD
make the first admin.

npm run serve -- <service> …   some services only: needs the distributed profile, which is not in
                               this version (${['gateway', ...Object.keys(apis)].join(', ')})

SIGTERM and SIGINT end it within seconds, after what is in flight. Ends with 0 when asked to, 1 where
something broke, 2 where a later version is needed, 64 called wrongly, 69 where a port is taken, 73
where the data folder cannot be written, 75 where another process has it, 78 where the configuration
is wrong.
`

/** `npm run serve`. */
export function serve(): Promise<void> {
  return command({ help, options: {}, arguments: true }, async ({ positionals }) => {
    refuseSome(positionals)
    await keepShopOpen(configOfThisProcess())
  })
}

function refuseSome(services: readonly string[]): void {
  if (services.length === 0) return
  const known = ['gateway', ...Object.keys(apis)]
  const unknown = services.filter(service => !known.includes(service))
  if (unknown.length > 0) {
    const sentence = `There is no service ${unknown.join(', ')}. There are: ${known.join(', ')}.`
    throw new CannotGoOn(exitCodes.usage, sentence)
  }
  throw new CannotGoOn(
    exitCodes.notInThisVersion,
    'Services in processes of their own need the distributed profile (MySQL, Redis and Kafka), ' +
      'which is not in this version. Run `npm run serve` without names: all in one process.',
  )
}
