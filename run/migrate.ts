import { type Config, configOfThisProcess } from '#platform/config.ts'
import { openLog } from '#platform/measures/log.ts'
import type { Keyring } from '#platform/security/keyring.ts'
import { systemClock } from '#platform/time/clock.ts'
import { command, shopEndings } from './command.ts'
import { lockDataFolder } from './data-folder.ts'
import { endAtOnce } from './end-at-once.ts'
import { openKeyring } from './open-keyring.ts'
import { serviceNames } from './services.ts'
import { holdShopKeys } from './shop-keys.ts'
import { keepShopKind } from './shop-kind.ts'

const help = `
npm run migrate

Brings the schema of every database up to date, and ends. Starting the shop does the same; this is
for those who want it done before. In a data folder it is refused while a shop runs on it; on MySQL
it may run beside one, and beside itself.
`

const endings = { 0: 'where all is up to date', ...shopEndings }

await command({ help, endings, options: {} }, async () => {
  const config = configOfThisProcess()
  const { profile } = config
  using folder = profile.kind === 'embedded' ? lockDataFolder(profile.dataFolder) : null
  await keepShopKind(config)
  const keyring = await openKeyring(config)
  const log = openLog(config.logLevel)
  const holding = { clock: systemClock, log, end: endAtOnce(log) }
  await using _held = await holdShopKeys(config, keyring, holding)
  await using opened = await openAll(config, keyring)
  console.log(`Up to date in ${folder?.path ?? 'MySQL'}: ${opened.names.join(', ')}.`)
})

async function openAll({ profile }: Config, keyring: Keyring) {
  if (profile.kind === 'embedded') {
    const { openSqliteDatabases } = await import('./embedded-engines.ts')
    const options = { folder: profile.dataFolder, clock: systemClock, keyring }
    const databases = await openSqliteDatabases(options)
    return {
      names: Object.keys(databases),
      [Symbol.asyncDispose]: () => databases[Symbol.asyncDispose](),
    }
  }
  const { openMysqlDatabases } = await import('./distributed-engines.ts')
  const opened = await openMysqlDatabases(profile, { names: serviceNames, keyring, clock: null })
  return {
    names: Object.keys(opened.byName),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  }
}
