import { type Config, configOfThisProcess } from '#platform/config.ts'
import { buildWeb } from './build-web.ts'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'
import { command } from './command.ts'
import { prepareDataFolder } from './data-folder.ts'
import { keptAdminPassword } from './first-admin-password.ts'
import { keepShopOpen } from './keep-shop-open.ts'
import { refuseBadStart } from './refuse-bad-start.ts'
import { openShopEndings } from './serve-shop.ts'
import { shopParts } from './services.ts'
import type { Shop } from './wiring.ts'

const help = `
npm start

Opens a shop to try: all in this process, its data in ./data, with a sample catalogue and a drop that
opens in a minute, then another every few minutes. Builds its pages first where they are older than
their sources. Says where to click. Ctrl-C ends it; the data stays. DEMO=0 leaves the sample out; .env.example lists the other settings.
`

const defaults = { DEMO: '1', ADMIN_EMAIL: 'admin@example.com', LOG_LEVEL: 'warn' }

/** In the place of the password that is made once there is a folder to keep it in. */
const MADE_LATER = ''

/** `npm start`. */
export function start(): Promise<void> {
  return command({ help, endings: openShopEndings, options: {} }, async () => {
    const config = configOfThisProcess(defaults)
    const dataFolder = dataFolderOf(config)
    await refuseBadStart(
      { ...config, adminPassword: config.adminPassword ?? MADE_LATER },
      shopParts,
    )
    await buildWeb()
    console.log(`Opening the shop; its data lies in ${dataFolder}.`)
    prepareDataFolder(dataFolder)
    const adminPassword = config.adminPassword ?? keptAdminPassword(dataFolder)
    const shop = await keepShopOpen({ ...config, adminPassword })
    console.log(
      whereToClick(config, shop, `${adminPassword}   (kept in ${dataFolder}/admin-password)`),
    )
  })
}

function dataFolderOf({ profile }: Config): string {
  if (profile.kind === 'embedded') return profile.dataFolder
  throw new CannotGoOn(
    exitCodes.configuration,
    'npm start opens a shop to try, all in one process and one folder. For MySQL, Redis and Kafka: npm run serve.',
  )
}

function whereToClick(config: Config, { httpPort }: Shop, keptPassword: string): string {
  const url = `http://localhost:${httpPort}`
  const password =
    config.adminPassword === null ? `password ${keptPassword}` : 'the password of ADMIN_PASSWORD'
  return `
Firstcome is open.

  Shop      ${config.publicUrl === url ? url : `${url}, from outside ${config.publicUrl}`}
  Console   ${url}/console
  API       ${url}/docs
  Mail      ${config.smtp === null ? `${url}/dev/mailbox   (every mail that the shop sends)` : `by ${config.smtp.host}`}
  Admin     ${config.adminEmail}, ${password}
${config.demo ? demoText(url) : ''}
  A whole drop by curl: paste the tour of README.md. Ctrl-C ends the shop, the data stays.
`
}

const demoText = (url: string): string => `
  A drop opens in a minute, then another every few minutes: ${url}
`
