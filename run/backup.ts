import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { configOfThisProcess } from '#platform/config.ts'
import type { Distributed } from '#platform/shop-profile.ts'
import { systemClock } from '#platform/time/clock.ts'
import { type BackupContents, EVENTS_FILE, newBackupFolder, sealBackup } from './backup-folder.ts'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'
import { command, shopEndings } from './command.ts'
import { databaseFilesIn } from './data-folder.ts'
import { databaseNames } from './databases.ts'
import { refuseLostDatabases } from './lost-databases.ts'
import { refuseLostKeys } from './open-keyring.ts'
import { placeNamed } from './place-named.ts'
import { showProgress } from './progress.ts'
import { refuseNewerData } from './refuse-newer-data.ts'
import { versionInFolder } from './schema-versions-store.ts'
import { showInstant } from './show-instant.ts'
import { standStill } from './stand-still.ts'
import { takeAway } from './take-away.ts'
import { tellWhenEnded } from './tell-when-ended.ts'

const help = `
npm run backup -- <folder>

Copies the whole shop into a new folder, as it was at one instant, while it runs or not. For some
milliseconds nothing is written; then the shop goes on, and what it writes from there is not in the
copy. npm run restore brings it back. Reads the same settings as the shop: DATABASE_URL names it, and
where its keys are neither among them nor in the data folder, they are lost, and nothing is copied.

Where the keys of the shop lie in the data folder, they are in the backup too: whoever has it can read
every address in it, and sign as the shop. Keep it as you keep the data folder.

Over MySQL it copies every schema of the shop, by one snapshot of the server, and what was on its way
in Kafka. It needs Kafka for that, and the right LOCK TABLES.
`

const endings = {
  0: 'where the backup is whole',
  ...shopEndings,
  [exitCodes.unreadable]: 'where there is no shop to copy',
  [exitCodes.unavailable]:
    'where a database is damaged, or an engine or the packages are not to be had',
  [exitCodes.tryLater]: 'where the shop never stood still, or a disk is full',
}

/** Secrets that a data folder may keep, where the configuration does not give them. */
const SECRETS = ['keys.json', 'admin-password']

/** Of either profile. */
const DATABASE = /\.(sqlite|jsonl)$/

const DISK_CODES = new Set<string | undefined>(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO'])
/** SQLITE_IOERR, as SQLite often says of a full disk, and SQLITE_FULL. */
const DISK_ERRCODES = new Set([10, 13])

const TELL_EVERY_MS = 500

const WITH_KEYS =
  'It holds the keys of the shop: keep it as secret as the data folder. Its files are for you alone.'
const WITHOUT_KEYS =
  'The keys are not in it, because they are in the settings: without the same SIGNING_KEYS, ' +
  'ENCRYPTION_KEYS, INDEX_KEY and INTERNAL_KEY nobody can read what is in it. Keep them elsewhere.'

await command({ help, endings, options: {}, arguments: true }, async ({ positionals }) => {
  const [to, ...more] = positionals
  if (to === undefined || more.length > 0) {
    throw new CannotGoOn(exitCodes.usage, 'Name one folder: npm run backup -- <folder>')
  }
  const config = configOfThisProcess()
  const { profile } = config
  const files = profile.kind === 'embedded' ? await filesToCopy(profile.dataFolder) : []
  if (profile.kind === 'embedded') await refuseLostDatabases(profile.dataFolder)
  refuseLostKeys(config)
  const folder = newBackupFolder(placeNamed(to))
  // Half a backup is not to be taken for one.
  using _ = tellWhenEnded('It was ended before the backup was whole: nothing is left of it.', () =>
    takeAway(folder),
  )
  try {
    if (profile.kind === 'embedded')
      await copyAll({ ...profile, folder, files, hasKeysSet: config.keyring !== null })
    else await copyFromMysql(profile, folder)
  } catch (error) {
    takeAway(folder)
    throw isOfDisk(error) ? cannotWrite(folder, error) : error
  }
})

async function filesToCopy(dataFolder: string): Promise<readonly string[]> {
  const files = databaseFilesIn(dataFolder)
  const present = databaseNames.filter(name => files.includes(`${name}.sqlite`))
  await refuseNewerData(present, name => versionInFolder(dataFolder, name))
  return files
}

/** Whether the system, or SQLite of it, says that a disk is full or broken. */
function isOfDisk(error: unknown): error is Error {
  const { code, errcode = 0 } = (error ?? {}) as { code?: string; errcode?: number }
  // Its low byte is the kind; the others tell at which step.
  return DISK_CODES.has(code) || DISK_ERRCODES.has(errcode & 0xff)
}

function cannotWrite(folder: string, cause: Error): CannotGoOn {
  return new CannotGoOn(
    exitCodes.tryLater,
    `The backup cannot be written (${cause.message}): is the disk of ${folder}, or of the shop, full? ` +
      'Make room, or name a folder on another disk, and start it again. Nothing is left of it.',
    { cause },
  )
}

async function copyFromMysql(profile: Distributed, folder: string): Promise<void> {
  const { copyMysqlShop } = await import('./distributed-backup/copy-mysql-shop.ts')
  const { brokeOff } = await import('./distributed-backup/mysql-broke-off.ts')
  const { eventsUnderWay, ...copied } = await copyMysqlShop(profile, folder, systemClock).catch(
    error => {
      throw brokeOff(error, 'backup')
    },
  )
  tellOf(folder, copied)
  console.log(`${eventsUnderWay} events were on their way in Kafka; they are in it.`)
  console.log(WITHOUT_KEYS)
}

type Way = {
  readonly dataFolder: string
  readonly folder: string
  readonly files: readonly string[]
  /** Then the shop runs with those of the settings, whatever lies in the folder. */
  readonly hasKeysSet: boolean
}

async function copyAll({ dataFolder, folder, files, hasKeysSet }: Way): Promise<void> {
  using moment = await standStill({ ...systemClock, folder: dataFolder }, files)
  const secrets = SECRETS.filter(name => existsSync(join(dataFolder, name)))
  for (const name of secrets) copyFileSync(join(dataFolder, name), join(folder, name))
  const done = new Map<string, number>()
  const tell = atTimes(() => {
    const pages = [...done.values()].reduce((sum, count) => sum + count, 0)
    showProgress(Math.min(pages, moment.pages), moment.pages, 'pages')
  })
  for (const file of files) {
    await moment.copy(file, join(folder, file), pages => {
      done.set(file, pages)
      tell()
    })
  }
  showProgress(moment.pages, moment.pages, 'pages')
  const { takenAtMs } = moment
  const names = [...files, ...secrets]
  const contents = await sealBackup(folder, { profile: 'embedded', takenAtMs, names })
  tellOf(folder, { ...contents, stoodStillMs: moment.stoodStillMs })
  if (hasKeysSet) console.log(WITHOUT_KEYS)
  else if (secrets.includes('keys.json')) console.log(WITH_KEYS)
}

function tellOf(
  folder: string,
  { files, takenAtMs, stoodStillMs }: BackupContents & { readonly stoodStillMs: number },
): void {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const databases = files.filter(({ name }) => DATABASE.test(name) && name !== EVENTS_FILE)
  console.log(
    `${folder} holds the shop of ${showInstant(takenAtMs)} UTC: ${(bytes / 2 ** 20).toFixed(1)} MiB, ` +
      `${databases.length} databases. The shop stood still for ${stoodStillMs.toFixed(0)} ms.`,
  )
}

/** At most so often, however often it is asked. */
function atTimes(work: () => void): () => void {
  let nextMs = 0
  return () => {
    if (performance.now() < nextMs) return
    nextMs = performance.now() + TELL_EVERY_MS
    work()
  }
}
