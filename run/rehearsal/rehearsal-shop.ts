import { dirname } from 'node:path'
import { readConfig } from '#platform/config.ts'
import { openLog } from '#platform/measures/log.ts'
import { accessTokens } from '#platform/security/access-token.ts'
import { keyringInFolder } from '#platform/security/keyring.ts'
import { personalData } from '#platform/security/personal-data.ts'
import { systemClock } from '#platform/time/clock.ts'
import { prepareDataFolder } from '#run/data-folder.ts'
import { takeAway } from '#run/take-away.ts'
import { openShop } from '#run/wiring.ts'
import { insertCrowd } from '#services/members/crowd-members.ts'
import type { Copy } from './open-copy.ts'

/**
 * The process of a rehearsal's copy: a whole shop in a folder of its own, which ends with whoever
 * started it. Its configuration is made here alone, so that nothing of the real shop's environment
 * can reach it: neither its databases nor its mail server nor its payment provider.
 */
const [folder = '', port = '0', members = '0'] = process.argv.slice(2)

const admin = { email: 'rehearsal@shop.example', password: crypto.randomUUID() }
const url = `http://localhost:${port}`
const config = readConfig({
  DATABASE_URL: `sqlite:${folder}`,
  HTTP_PORT: port,
  PRIVATE_PORT: '0',
  PUBLIC_URL: url,
  ADMIN_EMAIL: admin.email,
  ADMIN_PASSWORD: admin.password,
  REHEARSAL: '1',
  // The whole crowd has one address.
  RATE_LIMITS: 'off',
  LOG_LEVEL: 'error',
})

const TELL_EVERY_MS = 250

const tell = (copy: Copy) => process.send?.(copy)

let isClosed = false

/** Whoever started it has fallen: nobody else takes away what it wrote. */
function leaveNothing(): void {
  if (isClosed) return
  takeAway(dirname(folder))
  process.exit(1)
}

process.on('disconnect', leaveNothing)
// It may have fallen while this was loaded.
if (!process.connected) leaveNothing()

prepareDataFolder(folder)
const shop = await openShop(config, { log: openLog('error') })
const keyring = await keyringInFolder(folder)
const { members: database } = shop.databases
if (database === undefined) throw new Error('a whole shop has members')
const tokens: string[] = []
const deps = {
  database,
  clock: systemClock,
  accessTokens: accessTokens({ keyring, clock: systemClock, issuer: url }),
  personalData: personalData(keyring),
}
for await (const batch of insertCrowd(deps, Number(members))) {
  tokens.push(...batch.map(({ accessToken }) => accessToken))
  tell({ kind: 'made', members: tokens.length })
}
tell({ kind: 'open', url, admin, tokens })

const telling = setInterval(() => {
  const { user, system } = process.cpuUsage()
  tell({
    kind: 'load',
    cpuMs: (user + system) / 1_000,
    memoryMb: process.memoryUsage.rss() / 2 ** 20,
  })
}, TELL_EVERY_MS)

process.on('message', async () => {
  clearInterval(telling)
  await shop[Symbol.asyncDispose]()
  isClosed = true
  process.disconnect()
})
