import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'
import { damaged, namingItsFile } from './damaged-file.ts'

/** All databases of a folder as they were at one instant, for as long as it is open. */
type Moment = Disposable & {
  readonly takenAtMs: number
  /** How long no writer could commit. */
  readonly stoodStillMs: number
  readonly pages: number
  /** Copies one of them to a path. Tells how many pages are done. */
  copy(file: string, path: string, tell: (pages: number) => void): Promise<void>
}

/** A shop in a rush commits all the time; its turns are short, so that ours comes. */
const PATIENCE_MS = 30_000
const SQLITE_BUSY = 5
/** Few enough that a writer on the same disk is not kept waiting. */
const PAGES_A_STEP = 2_000

/**
 * Lets every writer of these files stand still, in this process or in another, remembers what the
 * files show, and lets them go on: milliseconds, however large the files are. A commit touches one
 * file, so holding all write locks is an instant between commits: no consumer has applied what its
 * producer has not announced. Stock is taken last, because who buys goes before who reads.
 *
 * What is remembered is a read transaction of each file (in WAL mode it sees the file as it was,
 * sqlite.org/isolation.html), which SQLite's own backup copies from.
 */
export async function standStill(
  { nowMs, folder }: { readonly nowMs: () => number; readonly folder: string },
  files: readonly string[],
): Promise<Moment> {
  using opened = new DisposableStack()
  const readers = new Map<string, DatabaseSync>()
  const last = (file: string) => Number(file === 'stock.sqlite')
  const inOrder = files.toSorted((one, other) => last(one) - last(other))
  for (const file of inOrder) readers.set(file, opened.adopt(open(folder, file), close))
  let pages = 0
  let takenAtMs = 0
  let fromMs = 0
  {
    using writers = new DisposableStack()
    for (const file of inOrder) {
      const writer = writers.adopt(open(folder, file), close)
      await lock(writer, join(folder, file))
      fromMs ||= performance.now()
    }
    takenAtMs = nowMs()
    for (const reader of readers.values()) {
      reader.exec('begin')
      pages += Number(reader.prepare('pragma page_count').get()?.page_count ?? 0)
      // The transaction begins with what it reads first.
      reader.prepare('pragma schema_version').get()
    }
  }
  const stoodStillMs = performance.now() - fromMs
  const all = opened.move()
  return {
    takenAtMs,
    stoodStillMs,
    pages,
    async copy(file, path, tell) {
      const reader = readers.get(file)
      if (reader === undefined) throw new Error(`${file} was not there at that moment`)
      const from = join(folder, file)
      try {
        await backup(reader, path, {
          rate: PAGES_A_STEP,
          progress: ({ totalPages, remainingPages }) => tell(totalPages - remainingPages),
        })
        seal({ copy: path, of: from })
      } catch (error) {
        throw namingItsFile(from, error)
      }
    },
    [Symbol.dispose]: () => all.dispose(),
  }
}

const open = (folder: string, file: string): DatabaseSync =>
  new DatabaseSync(join(folder, file), { timeout: 0 })

/** What was begun and not committed is rolled back by it. */
const close = (database: DatabaseSync): void => database.close()

async function lock(database: DatabaseSync, path: string): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS
  for (;;) {
    try {
      return database.exec('begin immediate')
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw namingItsFile(path, error)
      if (performance.now() > endMs) {
        const sentence = `${path} was being written all the time. Try again when less is going on.`
        throw new CannotGoOn(exitCodes.tryLater, sentence, { cause: error })
      }
    }
    await sleep(1)
  }
}

/** One file without a log beside it, looked through once. */
function seal({ copy: path, of }: { readonly copy: string; readonly of: string }): void {
  const copy = new DatabaseSync(path)
  try {
    copy.exec('pragma journal_mode = delete')
    const found = Object.values(copy.prepare('pragma quick_check(1)').get() ?? {})
    if (found[0] === 'ok') return
    throw damaged(of, String(found[0]).replaceAll('\n', ' '))
  } finally {
    copy.close()
  }
}
