import assert from 'node:assert/strict'
import type { Prometheus } from './a-prometheus.ts'
import { readBoards, readRules } from './board-files.ts'

/** Metrics that only a shop of many processes over MySQL, Redis and Kafka tells of. */
const APART = /redis_up|gate_repairs|gate_fallback|pool_wait|repetitions|rpc_messages|breakers_open/

/**
 * Asks every expression of every panel and every signal over these seconds. Gives those which had
 * no number at all.
 */
export async function withoutData(
  prometheus: Prometheus,
  seconds: number,
  { isApart }: { readonly isApart: boolean },
): Promise<readonly string[]> {
  const panels = readBoards().flatMap(({ name, panels: all }) =>
    all.flatMap(({ title, targets }) =>
      targets.map(({ expr }) => [`${name}, ${title}: ${expr}`, expr] as const),
    ),
  )
  const signals = readRules('signals.yml').map(({ record, expr }) => {
    assert.ok(record !== undefined, `${expr} has a name`)
    return [`signal ${record}`, record] as const
  })
  const empty: string[] = []
  for (const [name, expression] of [...panels, ...signals]) {
    if (!isApart && APART.test(expression)) continue
    const series = await prometheus.askRange(expression, seconds)
    const hasNumber = series.some(({ points }) => points.some(([, value]) => !Number.isNaN(value)))
    if (!hasNumber) empty.push(name)
  }
  return empty
}
