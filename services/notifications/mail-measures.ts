import { measureTimers } from '#platform/jobs/timer-measures.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Metrics } from '#platform/measures/metrics.ts'
import { readBeforeText } from '#platform/measures/metrics-reading.ts'
import type { NotificationsDeps } from './notifications-deps.ts'

type Deps = Pick<NotificationsDeps, 'database'> & { readonly metrics: Metrics; readonly log: Log }

/** How many mails wait, for how long, and how many were given up. */
export function measureMails({ metrics, log, database }: Deps): void {
  const reading = readBeforeText({
    ...{ metrics, log, what: 'mails' },
    read: () => database.read.measureMails(null),
  })
  metrics.gauges<'state'>(
    {
      name: 'mails',
      help: 'Mails that are not out of our hands: pending (not written), queued (not sent), failed (given up).',
      labels: ['state'],
    },
    () => {
      const read = reading()
      if (read === null) return []
      return (['pending', 'queued', 'failed'] as const).map(state => [{ state }, read[state]])
    },
  )
  metrics.gauges<never>(
    {
      name: 'mail_oldest_seconds',
      help: 'The age of the oldest mail that is to be written or sent; 0 where there is none.',
    },
    () => {
      const read = reading()
      if (read === null) return []
      const since = Math.min(read.oldestQueuedMs ?? read.nowMs, read.oldestPendingMs ?? read.nowMs)
      return [[{}, Math.max(0, read.nowMs - since) / 1_000]]
    },
  )
  measureTimers(metrics, () => {
    const read = reading()
    return read && { 'notifications.mails': read.nowMs - (read.dueMs ?? read.nowMs) }
  })
}
