import type { Metrics } from '#platform/measures/metrics.ts'

/**
 * Tells how long the longest due thing of each timer has waited for its job: a second or so is the
 * job's pace, more means that nobody does it.
 *
 * @param read Milliseconds by the timer's name, `<service>.<what>`; null where it is not known.
 */
export function measureTimers(
  metrics: Metrics,
  read: () => Readonly<Record<string, number>> | null,
): void {
  metrics.gauges<'timer'>(
    {
      name: 'timer_late_seconds',
      help: 'How long the longest due row of a timer has waited for its job; 0 where none is due.',
      labels: ['timer'],
    },
    () => Object.entries(read() ?? {}).map(([timer, ms]) => [{ timer }, Math.max(0, ms) / 1_000]),
  )
}
