import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Clock } from '#platform/time/clock.ts'
import {
  ConstraintViolated,
  type Database,
  DatabaseDamaged,
  DatabaseNewer,
  DatabaseUnavailable,
  DatabaseUnusable,
  type Store,
} from './database.ts'
import type { DatabaseHealth } from './database-health.ts'
import { eventTables } from './event-tables.ts'
import { sealTables } from './seal-tables.ts'
import { type Answer, type Call, type Fault, PLATFORM } from './sqlite-messages.ts'

/** A thread that holds databases, so that the event loop never waits for a disk. */
export type DatabaseThread = AsyncDisposable & {
  call(service: string, kind: 'read' | 'write', name: string, input: unknown): Promise<unknown>
  onAnnounced(service: string, listener: () => void): void
}

type Waiting = {
  readonly service: string
  readonly kind: Call['kind']
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/**
 * A call goes at once to a thread that has nothing to do; those made while it is busy travel
 * together, at the end of the turn of the event loop.
 */
export function startDatabaseThread(clock: Clock, health?: DatabaseHealth): DatabaseThread {
  const worker = new Worker(new URL('./sqlite-thread.ts', import.meta.url), {
    workerData: { clock: clock.shared },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const waiting = new Map<number, Waiting>()
  const listeners = new Map<string, (() => void)[]>()
  let gathered: Call[] = []
  let lastId = 0
  let failure: Error | undefined

  worker.on('message', (answers: readonly Answer[]) => {
    const announcing = new Set<string>()
    for (const answer of answers) {
      const { service, kind, resolve, reject } = take(waiting, answer.id)
      if ('fault' in answer) {
        const error = errorOf(answer.fault)
        if (error instanceof DatabaseUnavailable) health?.failed(service, error)
        reject(error)
      } else {
        if (kind === 'write') health?.worked()
        resolve(answer.value)
        if (answer.announced) announcing.add(service)
      }
    }
    for (const service of announcing) for (const tell of listeners.get(service) ?? []) tell()
    if (waiting.size === 0) worker.unref()
  })
  const fail = (error: Error) => {
    failure ??= error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  worker.on('error', error =>
    fail(new DatabaseUnavailable('a database thread fell', { cause: error })),
  )
  worker.on('exit', () => fail(new DatabaseUnavailable('the database is closed')))
  worker.unref()

  function flush(): void {
    const calls = gathered
    gathered = []
    worker.ref()
    worker.postMessage(calls)
  }

  return {
    call(service, kind, name, input) {
      if (failure !== undefined) return Promise.reject(failure)
      return new Promise((resolve, reject) => {
        const id = ++lastId
        const isIdle = waiting.size === 0
        waiting.set(id, { service, kind, resolve, reject })
        const count = gathered.push({ id, service, kind, name, input })
        if (isIdle) flush()
        else if (count === 1) setImmediate(flush)
      })
    },
    onAnnounced(service, listener) {
      listeners.set(service, [...(listeners.get(service) ?? []), listener])
    },
    async [Symbol.asyncDispose]() {
      await worker.terminate()
    },
  }
}

/**
 * Opens the database of a service, `<folder>/<service>.sqlite`, and brings its schema up to date.
 * The store's module is imported in the thread; types come from `S`, `typeof import(…)`. The
 * settings are what each transaction finds in `trx.settings`.
 */
export async function openSqlite<S extends Store>(
  thread: DatabaseThread,
  folder: string,
  service: string,
  storeModule: string,
  settings: unknown = null,
): Promise<Database<S>> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${service}.sqlite`)
  await thread.call(service, 'write', `${PLATFORM}open`, { path, storeModule, settings })
  const callers = (kind: 'read' | 'write') =>
    new Proxy({} as Record<string, (input: unknown) => Promise<unknown>>, {
      get: (known, name: string) =>
        (known[name] ??= (input: unknown) => thread.call(service, kind, name, input)),
    })
  const platform = (kind: 'read' | 'write', name: string) => (input: unknown) =>
    thread.call(service, kind, PLATFORM + name, input) as Promise<never>
  return {
    service,
    keepsOrder: true,
    read: callers('read') as unknown as Database<S>['read'],
    write: callers('write') as unknown as Database<S>['write'],
    events: eventTables(platform, listener => thread.onAnnounced(service, listener)),
    seals: sealTables(platform),
    async [Symbol.asyncDispose]() {
      await thread.call(service, 'write', `${PLATFORM}close`, null)
    },
  }
}

function take(waiting: Map<number, Waiting>, id: number): Waiting {
  const call = waiting.get(id)
  if (call === undefined) throw new Error(`an answer to no call: ${id}`)
  waiting.delete(id)
  return call
}

const errors = {
  constraint: ConstraintViolated,
  damaged: DatabaseDamaged,
  unavailable: DatabaseUnavailable,
  newer: DatabaseNewer,
  unusable: DatabaseUnusable,
  broken: Error,
} as const

function errorOf(fault: Fault): Error {
  const error = new errors[fault.kind](fault.message)
  error.stack = fault.stack
  return error
}
