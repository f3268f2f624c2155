import { measureTimers } from '#platform/jobs/timer-measures.ts'
import type { Metrics } from '#platform/measures/metrics.ts'
import { readBeforeText } from '#platform/measures/metrics-reading.ts'
import type { OrdersDeps } from './orders-service.ts'

type Deps = Pick<OrdersDeps, 'database' | 'dayMs' | 'log'> & { readonly metrics: Metrics }

/** What of the orders should have moved on by itself, and has not. */
export function measureOrders({ metrics, log, database, dayMs }: Deps): void {
  const reading = readBeforeText({
    ...{ metrics, log, what: 'orders' },
    read: () => database.read.measureOrders({ dayMs }),
  })
  metrics.gauges<never>(
    {
      name: 'order_duties',
      help: 'What orders have still to tell other services: units, refunds.',
    },
    () => single(reading()?.duties),
  )
  metrics.gauges<never>(
    {
      name: 'orders_without_address',
      help: 'Paid orders whose address is still to be copied.',
    },
    () => single(reading()?.addressesWanted),
  )
  measureTimers(metrics, () => {
    const read = reading()
    if (read === null) return null
    const late = (dueMs: number | null) => Math.max(0, read.nowMs - (dueMs ?? read.nowMs))
    return {
      'orders.steps': late(read.stepDueMs),
      'orders.returns': late(read.returnDueMs),
      'orders.duties': late(read.dutyDueMs),
    }
  })
}

const single = (value: number | undefined): [Record<never, string>, number][] =>
  value === undefined ? [] : [[{}, value]]
