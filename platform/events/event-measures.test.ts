import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Database, Store } from '#platform/database/database.ts'
import { silentLog } from '#platform/measures/log.ts'
import { openMetrics } from '#platform/measures/metrics.ts'
import { unheardOf, unsentOf } from './event-backlog.embedded.ts'
import { measureBacklog } from './event-measures.ts'

/** A database of which only its boxes are asked; a damaged one refuses. */
function aDatabase(service: string, { isDamaged = false } = {}) {
  const answer = async <Value>(value: Value) => {
    if (isDamaged) throw new Error('database disk image is malformed')
    return value
  }
  const events = {
    readCursor: () => answer(0),
    measureUnheard: () => answer({ events: 3, oldestMs: 2_000 }),
    countDeadLetters: () => answer(0),
  }
  return { service, events } as unknown as Database<Store>
}

test('a damaged database silences what waits in it alone, and that it does is told', async () => {
  const stock = aDatabase('stock', { isDamaged: true })
  const [orders, mails] = [aDatabase('orders'), aDatabase('notifications')]
  const databases = [stock, orders, mails]
  const subscribers = [
    { database: orders, subscription: { sources: ['stock'] } },
    { database: mails, subscription: { sources: ['orders'] } },
  ]
  const metrics = openMetrics({ ofProcess: false })
  const events = {
    unsent: () => unsentOf(databases, subscribers),
    behind: () => unheardOf(databases, subscribers),
  }
  measureBacklog({ metrics, log: silentLog, events, databases })
  const told = (await metrics.text()).split('\n').filter(line => line.startsWith('firstcome_'))
  assert.deepEqual(told.sort(), [
    'firstcome_consumer_lag_events{consumer="notifications",source="orders"} 3',
    'firstcome_dead_letters{service="notifications"} 0',
    'firstcome_dead_letters{service="orders"} 0',
    'firstcome_outbox_events{service="notifications"} 0',
    'firstcome_outbox_events{service="orders"} 3',
    'firstcome_outbox_oldest_seconds{service="notifications"} 0',
    'firstcome_outbox_oldest_seconds{service="orders"} 2',
    'firstcome_reading_failed{what="consumers"} 1',
    'firstcome_reading_failed{what="dead letters"} 1',
    'firstcome_reading_failed{what="outboxes"} 1',
  ])
})
