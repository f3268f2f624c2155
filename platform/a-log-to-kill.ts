import type { ToyDatabase, ToyStore } from './a-toy.ts'
import { systemClock } from './clock.ts'
import { openSqlite, startDatabaseThread } from './database.sqlite.ts'
import { kafkaEventLog } from './event-log.kafka.ts'
import { silentLog } from './log.ts'

/**
 * For tests: a process with a shop of toys over Kafka, where orders hear stock. Arguments: the
 * folder, the broker, the prefix, a point such as `before stock.forgetSent`, and the signal that it
 * sends itself when it comes there first. Says `started`, `there`, and `settled` each time all is.
 */
const [folder = '', broker = '', prefix = '', point = '', signal = ''] = process.argv.slice(2)
const store = import.meta.resolve('./a-toy-store.ts')
const thread = startDatabaseThread(systemClock)
let isThere = false

async function open(service: string): Promise<ToyDatabase> {
  const database = await openSqlite<ToyStore>(thread, folder, service, store)
  const events = new Proxy(database.events, {
    get(target, name: string) {
      const call: unknown = Reflect.get(target, name)
      if (typeof call !== 'function') return call
      return async (input: unknown) => {
        reach(`before ${service}.${name}`)
        const answer: unknown = await call(input)
        reach(`after ${service}.${name}`)
        return answer
      }
    },
  })
  return { ...database, events }
}

function reach(here: string): void {
  if (here !== point || isThere) return
  isThere = true
  process.stdout.write('there\n')
  process.kill(process.pid, signal)
}

const [stock, orders] = [await open('stock'), await open('orders')]
const subscribers = [{ database: orders, subscription: { sources: ['stock'] } }]
const deps = { brokers: [broker], log: silentLog, prefix, sessionMs: 1_000 }
const log = await kafkaEventLog(deps, [stock, orders], subscribers)
process.stdout.write('started\n')
for await (const _ of process.stdin) {
  await log.settled()
  process.stdout.write('settled\n')
}
await log[Symbol.asyncDispose]()
