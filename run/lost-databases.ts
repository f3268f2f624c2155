import { statSync } from 'node:fs'
import { join } from 'node:path'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'
import { type DatabaseName, databaseNames } from './databases.ts'
import { note, readNoted } from './noted-databases-store.ts'

/**
 * Throws `CannotGoOn` where a shop has lost some of its databases: an empty one in its place would
 * forget its members, or sell its units again. Call it before anything of the folder is opened.
 */
export async function refuseLostDatabases(folder: string): Promise<void> {
  const lost = await lostOf(folder)
  if (lost.length === 0) return
  const files = lost.map(name => `${name}.sqlite`).join(', ')
  throw new CannotGoOn(
    exitCodes.unavailable,
    `The shop in ${folder} has lost ${files}, and is not opened without. Put back what was there, ` +
      'or move the whole folder away and bring the shop back from a backup: npm run restore -- <folder>.',
  )
}

/** From now on the databases that are there belong to the shop, and are missed when they are not. */
export async function noteDatabases(folder: string): Promise<void> {
  if (isThere(folder, 'stock')) {
    await note(
      folder,
      databaseNames.filter(name => isThere(folder, name)),
    )
  }
}

async function lostOf(folder: string): Promise<readonly string[]> {
  const missing = databaseNames.filter(name => !isThere(folder, name))
  if (missing.length === 0 || missing.length === databaseNames.length) return []
  // It is made before all others, and knows of them.
  if (missing.includes('stock')) return ['stock']
  const noted = await readNoted(folder)
  return missing.filter(name => noted.includes(name))
}

/** One that was opened once has a page at least. */
function isThere(folder: string, name: DatabaseName): boolean {
  return (statSync(join(folder, `${name}.sqlite`), { throwIfNoEntry: false })?.size ?? 0) > 0
}
