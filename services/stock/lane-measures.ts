import type { Counter, Metrics } from '#platform/measures/metrics.ts'
import type { LaneAnswer } from './claim-lane.ts'
import type { ClaimAnswer } from './reserve-units.ts'

/** What the lanes tell of themselves; each a few additions to numbers that are at hand. */
export type LaneMeasures = {
  /** Turned away at the gate, or because too many wait. */
  turnedAway(outcome: LaneAnswer['outcome']): void
  /** A batch was decided and committed. */
  committed(answers: readonly ClaimAnswer[], tookMs: number): void
  /** A batch of so many claims failed; who sent them is told nothing of their outcome. */
  failed(claims: number): void
  /** So many claims wait for their batch; it begins with so many of them, and ends. */
  queued(claims: number): void
  began(claims: number): void
  ended(claims: number): void
}

const OUTCOMES = [
  'reserved',
  'sold_out',
  'limit_exceeded',
  'drop_not_open',
  'drop_ended',
  'drop_paused',
  'drop_unknown',
  'idempotency_conflict',
  'try_again',
  'failed',
] as const

const CLAIMS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

export function laneMeasures(metrics: Metrics): LaneMeasures {
  const outcomes = metrics.counter<'outcome'>({
    name: 'reservations_total',
    help: 'Claims on units of a drop, by how they were answered; a repetition counts as reserved.',
    labels: ['outcome'],
  })
  const sizes = metrics.histogram({
    name: 'reservation_batch_claims',
    help: 'Claims that were decided in one transaction.',
    buckets: CLAIMS,
  })({})
  const seconds = metrics.histogram({
    name: 'reservation_batch_seconds',
    help: 'From a batch of claims being sent to the database until it was committed.',
    buckets: SECONDS,
  })({})
  const counters = new Map<string, Counter>(
    OUTCOMES.map(outcome => [outcome, outcomes({ outcome })]),
  )
  let waiting = 0
  let inFlight = 0
  metrics.gauge(
    {
      name: 'reservation_queue_claims',
      help: 'Claims that wait for the next batch of their drop.',
    },
    () => waiting,
  )
  metrics.gauge(
    {
      name: 'stock_gate_in_flight_claims',
      help: 'Claims that the gate let in and that are not decided yet, the waiting ones included.',
    },
    () => waiting + inFlight,
  )

  function count(outcome: string, times: number): void {
    const counter = counters.get(outcome) ?? outcomes({ outcome })
    counters.set(outcome, counter)
    counter.add(times)
  }

  return {
    turnedAway: outcome => count(outcome, 1),
    committed(answers, tookMs) {
      for (const { outcome } of answers) count(outcome, 1)
      sizes.observe(answers.length)
      seconds.observe(tookMs / 1_000)
    },
    failed: times => count('failed', times),
    queued(count) {
      waiting += count
    },
    began(count) {
      waiting -= count
      inFlight += count
    },
    ended(count) {
      inFlight -= count
    },
  }
}
