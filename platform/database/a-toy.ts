import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '#platform/time/clock.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { type DatabaseThread, openSqlite, startDatabaseThread } from './database.sqlite.ts'
import type { Database } from './database.ts'

export type ToyStore = typeof import('./a-toy-store.ts')
export type ToyDatabase = Database<ToyStore>

/** Databases of toys that end together, as those of a process do. */
type ToyHome = AsyncDisposable & { open(service: string): Promise<ToyDatabase> }

/** Whatever their engine. */
export type ToyHomes = AsyncDisposable & { startHome(): ToyHome }

const modules = {
  usual: import.meta.resolve('./a-toy-store.ts'),
  newer: import.meta.resolve('./a-newer-toy-store.ts'),
  broken: import.meta.resolve('./a-broken-toy-store.ts'),
}

/** For tests: a folder of toy databases, and the threads that hold them. */
export async function someToys({ clock = virtualClock() as Clock } = {}) {
  const folder = await mkdtempDisposable(join(tmpdir(), 'firstcome-toy-'))
  const threads: DatabaseThread[] = []

  function startThread(): DatabaseThread {
    const thread = startDatabaseThread(clock)
    threads.push(thread)
    return thread
  }

  function open(
    thread: DatabaseThread,
    service = 'toy',
    {
      module = 'usual',
      settings = null,
    }: { module?: keyof typeof modules; settings?: unknown } = {},
  ): Promise<ToyDatabase> {
    return openSqlite<ToyStore>(thread, folder.path, service, modules[module], settings)
  }

  return {
    folder: folder.path,
    startThread,
    open,
    startHome(): ToyHome {
      const thread = startThread()
      return {
        open: service => open(thread, service),
        [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
      }
    },
    async [Symbol.asyncDispose]() {
      for (const thread of threads) await thread[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    },
  }
}
