import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'
import { makeFolder } from './data-folder.ts'

/** What a backup folder holds. Written last, so that a folder without it is no whole backup. */
export const BackupContents = Type.Object({
  format: Type.Literal(1),
  /** Backups of before there was a choice are of folders. */
  profile: Type.Optional(Type.Union([Type.Literal('embedded'), Type.Literal('distributed')])),
  /** By the clock of the machine that made it, at the instant that all files show. */
  takenAtMs: Type.Integer(),
  files: Type.Array(
    Type.Object({
      // A plain name: what is restored never leaves its folder.
      name: Type.String({ pattern: '^[a-z][a-z.-]*$' }),
      bytes: Type.Integer(),
      sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    }),
  ),
})
export type BackupContents = Static<typeof BackupContents>

const CONTENTS = 'backup.json'

/** Of a distributed shop: what was on its way between its services. */
export const EVENTS_FILE = 'events.jsonl'

/** An empty folder for its owner alone. Throws `CannotGoOn` where something is in it already. */
export function newBackupFolder(path: string): string {
  const folder = resolve(path)
  process.umask(0o077)
  try {
    makeFolder(folder)
    if (readdirSync(folder).length === 0) return folder
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const sentence = `The folder ${folder} cannot be made or read (${code}). Name another one.`
    throw new CannotGoOn(exitCodes.cannotCreate, sentence, { cause: error })
  }
  throw new CannotGoOn(
    exitCodes.cannotCreate,
    `The folder ${folder} is not empty. Name one that is not there yet: each backup has its own.`,
  )
}

type Named = { readonly names: readonly string[] }

/** Notes what lies in the folder, and with which checksums. */
export async function sealBackup(
  folder: string,
  { names, ...about }: Pick<BackupContents, 'profile' | 'takenAtMs'> & Named,
): Promise<BackupContents> {
  const files: BackupContents['files'] = []
  for (const name of names) files.push({ name, ...(await weigh(join(folder, name))) })
  const contents: BackupContents = { format: 1, ...about, files }
  const text = `${JSON.stringify(contents, null, 2)}\n`
  await writeFile(join(folder, CONTENTS), text, { mode: 0o600, flush: true })
  return contents
}

/** Reads a backup and looks that each file is as it was written. Throws `CannotGoOn` else. */
export async function checkBackup(folder: string): Promise<BackupContents> {
  const contents = readContents(folder)
  for (const { name, bytes, sha256 } of contents.files) {
    const path = join(folder, name)
    const found = existsSync(path) ? await weigh(path) : null
    if (found?.bytes === bytes && found.sha256 === sha256) continue
    const what = found === null ? 'is missing' : 'is not as it was written'
    throw unreadable(`${path} ${what}: this backup is damaged. Take another one.`)
  }
  return contents
}

function readContents(folder: string): BackupContents {
  const path = join(folder, CONTENTS)
  if (!existsSync(folder)) throw unreadable(`There is no folder ${folder}.`)
  if (!existsSync(path)) {
    throw unreadable(
      `${folder} is no whole backup: ${CONTENTS}, which is written last, is missing.`,
    )
  }
  try {
    return Value.Parse(BackupContents, JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    throw unreadable(`${path} cannot be understood: it is damaged, or of a newer version.`, error)
  }
}

async function weigh(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return { bytes: statSync(path).size, sha256: hash.digest('hex') }
}

const unreadable = (sentence: string, cause?: unknown): CannotGoOn =>
  new CannotGoOn(exitCodes.unreadable, sentence, { cause })
