import assert from 'node:assert/strict'
import type { Event } from '#contracts/event.ts'
import { countDeadLetters, measureUnheard } from '#platform/events/box-store.ts'
import { listDeadLetters } from '#platform/events/dead-letter-store.ts'
import { consume, consumeOrBury, readCursor } from '#platform/events/inbox.ts'
import { logProcedures } from '#platform/events/log-procedures.ts'
import { pruneOutbox, readAnnounced, readOutbox } from '#platform/events/outbox-reading.ts'
import type { Delivery, Store, Transaction } from './database.ts'
import { sealProcedures } from './seal-tables.ts'
import { PLATFORM } from './sqlite-messages.ts'

export type Run = (trx: Transaction<unknown>, input: unknown) => Promise<unknown>

type Apply = (trx: Transaction<unknown>, events: readonly Event[]) => Promise<unknown>

/** What can be run in a store's database: its own transactions, and those that every one has. */
export function proceduresOf(store: Store): ReadonlyMap<string, Run> {
  const own = { ...store.reads, ...store.writes } as unknown as Record<string, Run>
  const apply: Apply =
    (store.consume as unknown as Apply | undefined) ??
    (() => assert.fail('this store consumes no events'))
  const boxes: Record<string, Run> = {
    readOutbox: (trx, input) => readOutbox(trx, input as never),
    readAnnounced: (trx, input) => readAnnounced(trx, input as never),
    readCursor: (trx, input) => readCursor(trx, input as never),
    listDeadLetters: (trx, input) => listDeadLetters(trx as never, input as never),
    pruneOutbox: (trx, input) => pruneOutbox(trx, input as never),
    countDeadLetters: trx => countDeadLetters(trx),
    measureUnheard: (trx, input) => measureUnheard(trx, input as never),
    consume: (trx, input) => consume(trx, input as Delivery, apply),
    consumeOrBury: (trx, input) => consumeOrBury(trx, input as never, apply),
    ...(logProcedures(apply as never) as unknown as Record<string, Run>),
    ...(sealProcedures as unknown as Record<string, Run>),
  }
  return new Map([
    ...Object.entries(own),
    ...Object.entries(boxes).map(([name, run]) => [PLATFORM + name, run] as const),
  ])
}
