import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  globSync,
  mkdirSync,
  openSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'

/** A data folder that this process has for itself. */
type DataFolder = Disposable & { readonly path: string }

const SQLITE_BUSY = 5

/** The mark of a restore that is under way: as long as it stands, the folder may hold half a shop. */
export const RESTORING = 'restore-under-way'

/** Room for the first pages of every database and its log. */
const PROBE_BYTES = 1_048_576

/**
 * Makes the folder where it is missing, with nobody but its owner in it, and sees that it can be
 * written. Throws `CannotGoOn` that says what to do, also where a restore left half a shop.
 */
export function prepareDataFolder(path: string): void {
  // What is made in it later, by any thread, is its owner's alone.
  process.umask(0o077)
  try {
    const made = makeFolder(path)
    // A folder that was here before us is somebody's; only one that holds our data is ours.
    if (made || existsSync(join(path, 'lock.sqlite'))) chmodSync(path, 0o700)
    seeThatItCanBeWritten(join(path, `probe-${process.pid}`))
  } catch (error) {
    throw new CannotGoOn(exitCodes.cannotCreate, whyNot(path, error), { cause: error })
  }
  refuseHalfAShop(path)
}

function refuseHalfAShop(path: string): void {
  if (!existsSync(join(path, RESTORING))) return
  throw new CannotGoOn(
    exitCodes.cannotCreate,
    `A restore into ${path} did not come to its end, or still runs. If none runs, the folder holds ` +
      'half a shop: move the folder away, and restore it again.',
  )
}

/**
 * Prepares the folder and locks it until it is released or the process dies, however that
 * happens: the lock is the operating system's, on a file of SQLite's. Throws `CannotGoOn` where
 * another process has it.
 */
export function lockDataFolder(path: string): DataFolder {
  prepareDataFolder(path)
  const lock = new DatabaseSync(join(path, 'lock.sqlite'), { timeout: 0 })
  try {
    lock.exec('begin exclusive')
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error
    throw new CannotGoOn(
      exitCodes.tryLater,
      `Another Firstcome runs on ${path} already. Stop it first, or name another folder in DATABASE_URL.`,
      { cause: error },
    )
  }
  return { path, [Symbol.dispose]: () => lock.close() }
}

/** The names of the databases of the shop in the folder. Throws `CannotGoOn` where none is. */
export function databaseFilesIn(dataFolder: string): readonly string[] {
  const files = globSync('*.sqlite', { cwd: dataFolder }).filter(file => file !== 'lock.sqlite')
  if (files.length > 0) return files
  const sentence = `There is no shop in ${dataFolder}. DATABASE_URL names where it is.`
  throw new CannotGoOn(exitCodes.unreadable, sentence)
}

function seeThatItCanBeWritten(probe: string): void {
  const file = openSync(probe, 'wx', 0o600)
  try {
    writeFileSync(file, Buffer.alloc(PROBE_BYTES))
    // Some file systems tell only now that there is no room.
    fsyncSync(file)
  } finally {
    closeSync(file)
    rmSync(probe)
  }
}

/**
 * Makes the folder with those above it, and gives whether it was missing. Not with Node's `recursive`,
 * which never ends where the system says ENOENT of a folder whose parent is there, as in /proc.
 */
export function makeFolder(path: string): boolean {
  if (existsSync(path)) return false
  if (!existsSync(dirname(path))) makeFolder(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    // Another process may have been faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !existsSync(path)) throw error
  }
  return true
}

function whyNot(path: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  const instead = 'or name another folder in DATABASE_URL.'
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `The data folder ${path} may not be written by this user. Give it to this user (chown), ${instead}`
    case 'EROFS':
      return `The data folder ${path} is on a disk that is mounted read-only. Mount it for writing, ${instead}`
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk of the data folder ${path} is full. Make room, ${instead}`
    case 'ENOTDIR':
    case 'EEXIST':
      return `The data folder ${path} cannot be made: something of that name, or above it, is a file. Move it away, ${instead}`
    default:
      return `The data folder ${path} cannot be made or written there: the system says ${code}. Look at the disk, ${instead}`
  }
}
