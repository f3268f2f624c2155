import { measureTimers } from '#platform/jobs/timer-measures.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Metrics } from '#platform/measures/metrics.ts'
import { readBeforeText } from '#platform/measures/metrics-reading.ts'
import type { DropMeasures } from './measure-store.ts'
import type { StockDatabase } from './stock-service.ts'

type Deps = { readonly metrics: Metrics; readonly log: Log; readonly database: StockDatabase }

/** What is read from stock's rows for a scrape: of each drop only while it runs. */
export function measureStock({ metrics, log, database }: Deps): void {
  const reading = readBeforeText({
    ...{ metrics, log, what: 'stock' },
    read: () => database.read.measureStock(null),
  })
  const drops = () => reading()?.drops ?? []
  const age = (sinceMs: number | null) =>
    sinceMs === null ? 0 : Math.max(0, (reading()?.nowMs ?? sinceMs) - sinceMs) / 1_000

  metrics.gauge(
    { name: 'drops_running', help: 'Drops that are open, paused or sold out.' },
    () => drops().length,
  )
  metrics.gauges<'drop' | 'state'>(
    {
      name: 'drop_units',
      help: 'Units of a drop that runs: available, reserved, sold.',
      labels: ['drop', 'state'],
    },
    () =>
      drops().flatMap(drop =>
        (['available', 'reserved', 'sold'] as const).map(
          state => [{ drop: drop.dropId, state }, drop[state]] as const,
        ),
      ),
  )
  const each = (read: (drop: DropMeasures) => number) => () =>
    drops().map(drop => [{ drop: drop.dropId }, read(drop)] as const)
  metrics.gauges<'drop'>(
    {
      name: 'drop_waitlist_members',
      help: 'Members who wait in line for units of a drop that runs.',
      labels: ['drop'],
    },
    each(drop => drop.waiting),
  )
  metrics.gauges<'drop'>(
    {
      name: 'drop_waitlist_head_seconds',
      help: 'How long the first in line of a drop that runs has waited; 0 where nobody waits.',
      labels: ['drop'],
    },
    each(drop => age(drop.headSinceMs)),
  )
  metrics.gauges<'drop'>(
    {
      name: 'drop_oldest_hold_seconds',
      help: 'The age of the oldest batch of holds of a drop that runs and is not let go yet; 0 where there is none.',
      labels: ['drop'],
    },
    each(drop => age(drop.heldSinceMs)),
  )
  measureTimers(metrics, () => {
    const read = reading()
    if (read === null) return null
    const late = (dueMs: number | null) => (dueMs === null ? 0 : read.nowMs - dueMs)
    return { 'stock.drops': late(read.dropDueMs), 'stock.regular_holds': late(read.regularDueMs) }
  })
}
