import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMetrics } from './metrics.ts'

test('what was counted is read as Prometheus reads it', async () => {
  const metrics = openMetrics({ ofProcess: false })
  const sales = metrics.counter<'outcome'>({
    name: 'sales_total',
    help: 'Sales.',
    labels: ['outcome'],
  })
  sales({ outcome: 'sold "out"' }).add()
  const won = sales({ outcome: 'won' })
  won.add()
  won.add(41)
  const took = metrics.histogram({ name: 'took_seconds', help: 'Time.', buckets: [0.1, 1] })({})
  for (const seconds of [0.05, 0.1, 0.5, 7]) took.observe(seconds)
  metrics.gauge({ name: 'waiting', help: 'Waiting.' }, () => 3)
  assert.equal(
    (await metrics.text()).trim(),
    `
# HELP firstcome_sales_total Sales.
# TYPE firstcome_sales_total counter
firstcome_sales_total{outcome="sold \\"out\\""} 1
firstcome_sales_total{outcome="won"} 42

# HELP firstcome_took_seconds Time.
# TYPE firstcome_took_seconds histogram
firstcome_took_seconds_bucket{le="0.1"} 2
firstcome_took_seconds_bucket{le="1"} 3
firstcome_took_seconds_bucket{le="+Inf"} 4
firstcome_took_seconds_sum 7.65
firstcome_took_seconds_count 4

# HELP firstcome_waiting Waiting.
# TYPE firstcome_waiting gauge
firstcome_waiting 3
`.trim(),
  )
})

test('the same labels are the same counter', async () => {
  const metrics = openMetrics({ ofProcess: false })
  const sales = metrics.counter<'drop'>({ name: 'sales_total', help: 'Sales.', labels: ['drop'] })
  sales({ drop: 'a' }).add()
  sales({ drop: 'a' }).add()
  assert.match(await metrics.text(), /sales_total\{drop="a"\} 2\n/)
})

test('a name that is not ours, or taken, is refused at once', () => {
  const metrics = openMetrics({ ofProcess: false })
  metrics.gauge({ name: 'waiting', help: '' }, () => 0)
  assert.throws(() => metrics.gauge({ name: 'waiting', help: '' }, () => 0))
  assert.throws(() => metrics.gauge({ name: 'Waiting-Room', help: '' }, () => 0))
  assert.throws(() => metrics.counter({ name: 'sales', help: '' }))
  assert.throws(() => metrics.histogram({ name: 'took_ms', help: '', buckets: [1] }))
})

test('labels without number are a bug, and not a leak', () => {
  const metrics = openMetrics({ ofProcess: false })
  const sales = metrics.counter<'id'>({ name: 'sales_total', help: '', labels: ['id'] })
  for (let id = 0; id < 1_000; id++) sales({ id: String(id) })
  assert.throws(() => sales({ id: 'one more' }))
})
