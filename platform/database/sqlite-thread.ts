import assert from 'node:assert/strict'
import { setImmediate as aTurn } from 'node:timers/promises'
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { inboxTables } from '#platform/events/inbox.ts'
import { outboxTable } from '#platform/events/outbox.ts'
import { letStartGo } from '#platform/let-start-go.ts'
import { readSharedClock } from '#platform/time/clock.ts'
import {
  ConstraintViolated,
  DatabaseDamaged,
  DatabaseNewer,
  DatabaseUnavailable,
  DatabaseUnusable,
  type Store,
  type Transaction,
} from './database.ts'
import { idempotencyTable } from './idempotency.ts'
import { migrate } from './migrations.ts'
import { openSqliteFile, type SqliteConnection } from './sqlite-connection.ts'
import { type Answer, type Call, type Fault, type OpenInput, PLATFORM } from './sqlite-messages.ts'
import { proceduresOf, type Run } from './store-procedures.ts'

/**
 * A database thread: it holds the files of some services and runs their stores' transactions, one
 * after the other. Writes that wait share a transaction and its fsync, so that throughput grows
 * with load; reads see only what is committed, by a connection of their own.
 */

type OpenFile = {
  readonly writer: SqliteConnection
  readonly reader: SqliteConnection
  readonly procedures: ReadonlyMap<string, Run>
  lastOutboxNumber: number
}

assert(parentPort !== null, 'this module runs as a worker thread')
const port = parentPort
const nowMs = readSharedClock((workerData as { clock: SharedArrayBuffer | null }).clock)
const files = new Map<string, OpenFile>()

/** How many writes share a transaction at most, so that no reader waits long for it. */
const TOGETHER = 512

/** Longer than the start of a shop takes. */
const STARTED_AFTER_MS = 2_000
setTimeout(letStartGo, STARTED_AFTER_MS).unref()

let turn: Promise<void> = Promise.resolve()
port.on('message', (first: readonly Call[]) => {
  const messages = [first]
  // What was sent while the last transactions ran has come in messages of its own. Taken one by
  // one, each would wait for the disk alone.
  for (let more = receiveMessageOnPort(port); more; more = receiveMessageOnPort(port)) {
    messages.push(more.message as readonly Call[])
  }
  turn = turn.then(() => answerAll(messages.flat()))
})

async function answerAll(calls: readonly Call[]): Promise<void> {
  const answers: Answer[] = []
  const writesOf = new Map<string, Call[]>()
  for (const call of calls) {
    if (call.name === `${PLATFORM}open`) answers.push(await answerTo(call, () => open(call)))
    else if (call.name === `${PLATFORM}close`) answers.push(await answerTo(call, () => close(call)))
    else if (call.kind === 'read') answers.push(await answerTo(call, () => read(call)))
    else {
      const writes = writesOf.get(call.service)
      if (writes === undefined) writesOf.set(call.service, [call])
      else writes.push(call)
    }
  }
  if (answers.length > 0) port.postMessage(answers)
  // Each service's answers leave with its own commit; another's disk is no reason to wait.
  for (const [service, writes] of writesOf) {
    for (let from = 0; from < writes.length; from += TOGETHER) {
      port.postMessage(await writeTogether(service, writes.slice(from, from + TOGETHER)))
    }
  }
}

async function answerTo(call: Call, work: () => Promise<unknown>): Promise<Answer> {
  try {
    return { id: call.id, value: await work(), announced: false }
  } catch (error) {
    return { id: call.id, fault: faultOf(error) }
  }
}

async function read(call: Call): Promise<unknown> {
  const file = fileOf(call.service)
  return procedureOf(file, call)(file.reader.trx, call.input)
}

/**
 * All in one transaction. If one of them throws, each half in its own, and so on, until what
 * throws falls alone. Where the database cannot take anything now, none is tried again.
 */
async function writeTogether(service: string, calls: readonly Call[]): Promise<Answer[]> {
  try {
    return await commitTogether(fileOf(service), calls)
  } catch (error) {
    if (calls.length === 1 || error instanceof DatabaseUnavailable || !files.has(service)) {
      return calls.map(call => ({ id: call.id, fault: faultOf(error) }))
    }
  }
  const half = Math.ceil(calls.length / 2)
  const answers = await writeTogether(service, calls.slice(0, half))
  return [...answers, ...(await writeTogether(service, calls.slice(half)))]
}

async function commitTogether(file: OpenFile, calls: readonly Call[]): Promise<Answer[]> {
  const { raw, trx } = file.writer
  await trx.sql.run('begin immediate')
  try {
    const values: unknown[] = []
    for (const call of calls) values.push(await procedureOf(file, call)(trx, call.input))
    const [outbox] = await trx.sql.all<{ last: number | null }>(
      'select max(number) as last from outbox',
    )
    const last = outbox?.last ?? 0
    await trx.sql.run('commit')
    const announced = last > file.lastOutboxNumber
    file.lastOutboxNumber = Math.max(last, file.lastOutboxNumber)
    return calls.map((call, index) => ({ id: call.id, value: values[index], announced }))
  } catch (error) {
    // What a branch that was not at its end still does goes with the rest.
    await aTurn()
    // A full disk may have rolled back by itself already.
    if (raw.isTransaction) raw.exec('rollback')
    throw error
  }
}

async function open({ service, input }: Call): Promise<unknown> {
  const { path, storeModule, settings } = input as OpenInput
  const store = (await import(storeModule)) as Store
  const writer = openSqliteFile(path, nowMs, settings)
  const applied = await bringUpToDate(writer, service, store)
  const reader = openSqliteFile(path, nowMs, settings)
  files.set(service, { writer, reader, procedures: proceduresOf(store), lastOutboxNumber: 0 })
  return applied
}

/** In one transaction. A file that cannot be used is closed again. */
async function bringUpToDate(
  { raw, trx }: SqliteConnection,
  service: string,
  { migrations }: Store,
): Promise<number> {
  try {
    await trx.sql.run('begin immediate')
    await migrateBoxes(trx)
    const applied = await migrate(trx.sql, service, migrations)
    await trx.sql.run('commit')
    return applied
  } catch (error) {
    // Closing rolls back what was begun.
    raw.close()
    throw error
  }
}

async function migrateBoxes({ sql }: Transaction<unknown>): Promise<void> {
  const [present] = await sql.all("select name from sqlite_master where name = 'outbox'")
  if (present !== undefined) return
  for (const statement of [outboxTable, ...inboxTables, idempotencyTable]) await sql.run(statement)
}

async function close({ service }: Call): Promise<unknown> {
  const { writer, reader } = fileOf(service)
  reader.raw.close()
  writer.raw.close()
  files.delete(service)
  return null
}

function fileOf(service: string): OpenFile {
  const file = files.get(service)
  assert(file !== undefined, `the ${service} database is not open`)
  return file
}

function procedureOf(file: OpenFile, call: Call): Run {
  const run = file.procedures.get(call.name)
  assert(run !== undefined, `the ${call.service} store has no ${call.name}`)
  return run
}

const kinds = [
  ['constraint', ConstraintViolated],
  ['damaged', DatabaseDamaged],
  ['unavailable', DatabaseUnavailable],
  ['newer', DatabaseNewer],
  ['unusable', DatabaseUnusable],
] as const

function faultOf(error: unknown): Fault {
  const [kind] = kinds.find(([, type]) => error instanceof type) ?? ['broken' as const]
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { kind, message, stack: stack ?? message }
}
