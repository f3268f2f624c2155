import {
  closeSync,
  copyFileSync,
  fsyncSync,
  globSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { configOfThisProcess } from '#platform/config.ts'
import type { Profile } from '#platform/shop-profile.ts'
import { type BackupContents, checkBackup } from './backup-folder.ts'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'
import { command, shopEndings } from './command.ts'
import { lockDataFolder, RESTORING } from './data-folder.ts'
import { placeNamed } from './place-named.ts'
import { showProgress } from './progress.ts'
import { showInstant } from './show-instant.ts'

const help = `
npm run restore -- <folder>

Brings back the shop that npm run backup has copied into this folder, to where DATABASE_URL says. There
must be none there yet: move what is left of the old one away first. The shop must not run.

What the shop did after the backup is not in it: who bought since then has a receipt and a charge that
the restored shop does not know. Compare with the payment provider before you open it.
`

const endings = {
  0: 'where the shop can be started again',
  ...shopEndings,
  [exitCodes.unreadable]: 'where the folder is no whole backup, or is damaged',
  [exitCodes.cannotCreate]: 'where there is a shop already, or a file cannot be written',
}

/** Of what is not yet known to be whole. */
const PART = '.part'

const NO_KEYS =
  'The backup has no keys, and none are set: before you start the shop, set the SIGNING_KEYS, ' +
  'ENCRYPTION_KEYS, INDEX_KEY and INTERNAL_KEY that it had. With new ones nobody can log in.'

await command({ help, endings, options: {}, arguments: true }, async ({ positionals }) => {
  const [from, ...more] = positionals
  if (from === undefined || more.length > 0) {
    throw new CannotGoOn(exitCodes.usage, 'Name one folder: npm run restore -- <folder>')
  }
  const config = configOfThisProcess()
  const { profile } = config
  const backup = placeNamed(from)
  const contents = await checkBackup(backup)
  refuseOther(profile.kind, contents)
  if (profile.kind === 'distributed') {
    const { restoreMysqlShop } = await import('./distributed-backup/restore-mysql-shop.ts')
    const events = await restoreMysqlShop(profile, backup)
    tellOf('MySQL', contents)
    console.log(`${events} events that were on their way are in Kafka.`)
    return
  }
  using folder = lockDataFolder(profile.dataFolder)
  refuseAnother(folder.path)
  putBack({ backup, to: folder.path }, contents)
  tellOf(folder.path, contents)
  const hasKeys = contents.files.some(({ name }) => name === 'keys.json')
  if (!hasKeys && config.keyring === null) console.error(NO_KEYS)
})

function tellOf(place: string, { takenAtMs }: BackupContents): void {
  console.log(
    `${place} holds the shop of ${showInstant(takenAtMs)} UTC, all as it was written. Start it; ` +
      'what was under way then is finished or given back by itself.',
  )
}

function refuseOther(kind: Profile['kind'], { profile = 'embedded' }: BackupContents): void {
  if (kind === profile) return
  const [what, where] =
    profile === 'embedded' ? ['in a folder', 'sqlite:'] : ['over MySQL', 'mysql://']
  throw new CannotGoOn(
    exitCodes.configuration,
    `This backup is of a shop ${what}. Give a DATABASE_URL of ${where}, and its other settings.`,
  )
}

/**
 * Also where no more than the logs of a shop are left: SQLite would write what they hold, which is
 * newer than the backup, into the files that are brought back.
 */
function refuseAnother(path: string): void {
  const present = globSync('{*.sqlite*,keys.json*}', { cwd: path }).sort()
  const others = present.filter(file => !file.startsWith('lock.sqlite'))
  if (others.length === 0) return
  const isShop = others.some(file => /\.(sqlite|json)$/.test(file))
  const what = isShop ? 'There is a shop' : 'There are leftovers of a shop'
  throw new CannotGoOn(
    exitCodes.cannotCreate,
    `${what} in ${path} already (${others.join(', ')}). Move all of it away, or name another folder in DATABASE_URL.`,
  )
}

type Way = { readonly backup: string; readonly to: string }

/**
 * All are copied before the first gets its name, and the mark stands until the last has it, so that
 * what breaks off leaves nothing that passes for a shop.
 */
function putBack({ backup, to }: Way, { files }: BackupContents): void {
  const mark = join(to, RESTORING)
  try {
    writeFileSync(mark, '', { flush: true })
    flush(to)
    for (const [at, { name }] of files.entries()) {
      const part = join(to, name + PART)
      copyFileSync(join(backup, name), part)
      flush(part)
      showProgress(at + 1, files.length, 'files')
    }
    for (const { name } of files) renameSync(join(to, name + PART), join(to, name))
    flush(to)
    rmSync(mark)
    flush(to)
  } catch (error) {
    // Nothing of these names was here before. The mark goes last.
    for (const { name } of files) {
      for (const put of [name + PART, name]) rmSync(join(to, put), { force: true })
    }
    rmSync(mark, { force: true })
    const { code } = error as NodeJS.ErrnoException
    const sentence = `${to} cannot be written (${code}). Make room, or name another folder in DATABASE_URL.`
    throw new CannotGoOn(exitCodes.cannotCreate, sentence, { cause: error })
  }
}

/** Its bytes, or the names in a folder, are on the disk when this returns. */
function flush(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
