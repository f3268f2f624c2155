import { CannotGoOn, exitCodes } from './cannot-go-on.ts'

// Primary result codes of sqlite3.h; the extended ones carry them in their low byte.
const DAMAGED = new Set([11 /* CORRUPT */, 26 /* NOTADB */])
const CANNOT_OPEN = 14

/** What SQLite threw over a file, as a sentence that names it where the file is the reason. */
export function namingItsFile(path: string, error: unknown): unknown {
  const { errcode = 0, message } = error as Error & { readonly errcode?: number }
  if (DAMAGED.has(errcode & 0xff)) return damaged(path, message, error)
  if ((errcode & 0xff) !== CANNOT_OPEN) return error
  const sentence = `The database ${path} cannot be opened (${message}). Make it readable and writable for this user.`
  return new CannotGoOn(exitCodes.unavailable, sentence, { cause: error })
}

/** As of any command that meets such a file. */
export function damaged(path: string, found: string, cause?: unknown): CannotGoOn {
  return new CannotGoOn(
    exitCodes.unavailable,
    `The database ${path} is damaged (${found}). Keep a copy of the data folder, look after its disk, ` +
      'and bring the newest backup back: npm run restore.',
    { cause },
  )
}
