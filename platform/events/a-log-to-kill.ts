import type { ToyDatabase } from '#platform/database/a-toy.ts'
import * as store from '#platform/database/a-toy-store.ts'
import { openMysql } from '#platform/database/database.mysql.ts'
import { silentLog } from '#platform/measures/log.ts'
import { kafkaEventLog } from './event-log.kafka.ts'

/**
 * For tests: a process with a shop of toys over MySQL and Kafka, where orders hear stock. Arguments:
 * the URL of its databases, the broker, the prefix, a point such as `before stock.forgetSent`, and
 * the signal that it sends itself when it comes there first. Says `there` then, and `settled` when
 * it is asked.
 */
const [url = '', broker = '', prefix = '', point = '', signal = ''] = process.argv.slice(2)
let isThere = false

async function open(service: string): Promise<ToyDatabase> {
  const database = await openMysql({ url, service, store })
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
for await (const _ of process.stdin) {
  await log.settled()
  process.stdout.write('settled\n')
}
await log[Symbol.asyncDispose]()
