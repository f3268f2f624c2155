import { systemClock } from '#platform/clock.ts'
import { configOfThisProcess } from '#platform/config.ts'
import { command } from './command.ts'
import { lockDataFolder } from './data-folder.ts'
import { openKeyring } from './open-keyring.ts'

const help = `
npm run migrate

Brings the schema of every database in the data folder up to date, and ends. Starting the shop does
the same; this is for those who want it done before. Refused while a shop runs on the folder.

Ends with 0 where all is up to date.
`

await command({ help, options: {} }, async () => {
  const config = configOfThisProcess()
  using folder = lockDataFolder(config.dataFolder)
  const { openDatabases } = await import('./open-databases.ts')
  await using databases = await openDatabases({
    folder: folder.path,
    clock: systemClock,
    keyring: await openKeyring(config),
  })
  const names = Object.keys(databases).join(', ')
  console.log(`Up to date in ${folder.path}: ${names}.`)
})
