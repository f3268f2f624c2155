import type { ToyDatabase, ToyHomes } from '#platform/database/a-toy.ts'
import type { Database, Store } from '#platform/database/database.ts'
import { type Log, silentLog } from '#platform/measures/log.ts'
import type { Clock } from '#platform/time/clock.ts'
import type { EventLog, Subscriber, Subscription } from './event-log.ts'

/** Starts an event log over databases; again over the same ones, it goes on where it stood. */
export type StartLog = (
  deps: { readonly clock: Clock; readonly log: Log },
  databases: readonly Database<Store>[],
  subscribers: readonly Subscriber[],
) => EventLog | Promise<EventLog>

type Wishes = Readonly<Record<string, Subscription>>

/** For tests: databases in one home, or in two as a shop has them, and who hears whom. */
export async function aShopOfToys(
  {
    toys,
    clock,
    startLog,
  }: { toys: Pick<ToyHomes, 'startHome'>; clock: Clock; startLog: StartLog },
  wishes: Wishes,
  { twoHomes = false } = {},
) {
  const rush = toys.startHome()
  const rest = twoHomes ? toys.startHome() : rush
  const databases = {
    stock: await rush.open('stock'),
    orders: await rest.open('orders'),
    mails: await rest.open('mails'),
  }
  const complaints: string[] = []
  const log: Log = Object.assign(Object.create(silentLog), {
    warn: (_: unknown, sentence: string) => complaints.push(sentence),
    error: (_: unknown, sentence: string) => complaints.push(sentence),
  })
  const subscribers = Object.entries(databases).flatMap(([name, database]) => {
    const subscription = wishes[name]
    return subscription ? [{ database, subscription }] : []
  })
  const start = async () => startLog({ clock, log }, Object.values(databases), subscribers)
  async function end() {
    await rush[Symbol.asyncDispose]()
    await rest[Symbol.asyncDispose]()
  }
  return { ...databases, complaints, start, end }
}

/** What a database heard, as `text#source:number`, in the order in which it was applied. */
export const heard = (database: ToyDatabase) => database.read.list(null)
/** What was said, of one of these. */
export const textOf = (note: string): string => note.split('#')[0] ?? ''
export const announce = (database: ToyDatabase, id: string, text = id) =>
  database.write.write({ id, text, announces: 1 })
export const announceUrgently = (database: ToyDatabase, id: string) =>
  database.write.write({ id, announces: 1, type: 'note.urgent' })

export const everyone = {
  orders: { sources: ['stock'] },
  mails: { sources: ['stock', 'orders'] },
} satisfies Wishes
